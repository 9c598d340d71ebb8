import type { ReactNode } from 'react';
import { Logout } from '../app/frame.js';
import { SecondFactor } from '../settings/second-factor.js';
import '../settings/settings.css';
import { Page } from '../ui/page.js';

/** Before anything else: an account that needs a second factor enrols it at its first sign-in. */
export default function OneTimeCodeScreen(): ReactNode {
  return (
    <Page title="確認コードを登録してください" narrow>
      <p>このユーザで利用するには、証明書とパスワードのほかに、確認コード（二段階認証）が必要です。</p>
      <SecondFactor />
      <div className="row">
        <Logout />
      </div>
    </Page>
  );
}
