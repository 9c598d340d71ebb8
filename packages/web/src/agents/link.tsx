import type { GrantAnswer } from '@musubi/contract';
import type { ReactNode } from 'react';
import { SecretValue } from '../join/secret-value.js';
import { Banner } from '../ui/banner.js';

/** After granting: the link went by mail, or the administrator hands it over. It is shown this once. */
export function LinkToHandOver({ answer: { delegation, mail, link } }: { answer: GrantAnswer }): ReactNode {
  const { agentName } = delegation;
  if (mail === 'sent')
    return (
      <Banner tone="good" title={`${agentName}に、手続きのリンクをメールで送りました。`} live>
        <p>相手が14日以内にリンクを開くと、代行を始められます。</p>
      </Banner>
    );
  return (
    <Banner
      tone={mail === 'failed' ? 'care' : 'good'}
      title={`${mail === 'failed' ? 'メールを送れませんでした。' : ''}次のリンクを${agentName}に渡してください。`}
      live
    >
      <p>
        代行に使う PC
        で、14日以内に開いてもらいます。ユーザIDと証明書を一度だけ受け取れます。ほかの人に渡さないでください。この画面を閉じると二度と表示できません（作り直せます）。
      </p>
      <dl className="facts">
        <SecretValue label="手続きのリンク" value={link ?? ''} />
      </dl>
    </Banner>
  );
}
