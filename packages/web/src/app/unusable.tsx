import type { ReactNode } from 'react';
import { Banner } from '../ui/banner.js';

/** Shown when the browser can't keep keys, e.g. in a private window or with storage forbidden. */
export function Unusable({ error }: { error: unknown }): ReactNode {
  return (
    <main className="main main-narrow">
      <h1>Musubi（結）</h1>
      <Banner tone="bad" title="このブラウザでは、証明書やデータを安全に保管できません。" live>
        <p>
          Edge または Chrome
          の最新版を、プライベートウィンドウ（InPrivate、シークレット）ではない普通のウィンドウで開いてください。会社の設定で保存が禁止されているときは、PC
          の管理者に「IndexedDB を許可してほしい」とお伝えください。
        </p>
        <p className="weak">{error instanceof Error ? error.name : ''}</p>
      </Banner>
    </main>
  );
}
