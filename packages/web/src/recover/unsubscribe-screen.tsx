import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useDesk } from '../app/desk-context.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { MAIL_KIND_NAMES } from '../words/people.js';
import { tokenOfAddress } from './token.js';

/** お知らせをやめる: from the link under a mail, without a login. */
export default function UnsubscribeScreen(): ReactNode {
  const desk = useDesk();
  const [token] = useState(tokenOfAddress);
  const ending = useMutation({ mutationFn: () => desk.hub.call('unsubscribe', { body: { token } }) });
  return (
    <Page title="お知らせメールをやめる" narrow>
      {ending.error && <Failure error={ending.error} />}
      {ending.data ? (
        <Banner tone="good" title={`「${MAIL_KIND_NAMES[ending.data.kind]}」のメールをやめました。`} live>
          <p>また受け取りたくなったら、ログインして「設定」で選んでください。この画面は閉じてかまいません。</p>
        </Banner>
      ) : (
        <>
          <p>
            このメールと同じ種類のお知らせを、今後送りません。ほかの種類のお知らせと、パスワードの再設定は、これまでどおり使えます。
          </p>
          <div>
            <Button look="main" disabled={ending.isPending} onClick={() => ending.mutate()}>
              この種類のお知らせをやめる
            </Button>
          </div>
        </>
      )}
    </Page>
  );
}
