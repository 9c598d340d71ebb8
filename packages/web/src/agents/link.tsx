import type { GrantAnswer } from '@musubi/contract';
import type { ReactNode } from 'react';
import { NewClaimCode } from '../join/claim-code.js';
import { SecretValue } from '../join/secret-value.js';
import { Banner } from '../ui/banner.js';

/** After granting: the link goes one way, the 受取コード another. Both are shown this once. */
export function LinkToHandOver({ answer }: { answer: GrantAnswer }): ReactNode {
  const { agentName } = answer.delegation;
  return (
    <>
      <Link {...answer} />
      <NewClaimCode code={answer.claimCode}>
        <p>
          {agentName}に、<strong>リンクとは別に、電話か紙で</strong>
          伝えてください。リンクと受取コードの両方がそろわないと、
          ユーザIDと証明書は受け取れません。同じメールに書かないでください。
        </p>
        <p>伝える前になくしたときは、「リンクを作り直す」で、リンクと受取コードを新しくできます。</p>
      </NewClaimCode>
    </>
  );
}

function Link({ delegation: { agentName }, mail, link }: GrantAnswer): ReactNode {
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
        で、14日以内に開いてもらいます。ほかの人に渡さないでください。この画面を閉じると二度と表示できません（作り直せます）。
      </p>
      <dl className="facts">
        <SecretValue label="手続きのリンク" value={link ?? ''} />
      </dl>
    </Banner>
  );
}
