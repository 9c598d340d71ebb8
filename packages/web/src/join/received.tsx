import type { MailOutcome } from '@musubi/contract';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useDesk } from '../app/desk-context.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { NewClaimCode } from './claim-code.js';

/** After the form: what happens next, and what to do when no mail comes. */
export function Received({
  applicationNumber,
  claimCode,
  mail,
  mailAddress,
}: {
  applicationNumber: string;
  claimCode: string;
  mail: MailOutcome;
  mailAddress: string;
}): ReactNode {
  const desk = useDesk();
  const again = useMutation({
    mutationFn: () => desk.hub.call('sendApplicationLink', { body: { applicationNumber, mailAddress } }),
  });
  return (
    <Page title="申請を受け付けました" narrow>
      {mail === 'sent' && (
        <Banner tone="good" title={`${mailAddress} にメールを送りました。`} live>
          <p>24時間以内に、この PC でメールのリンクを開いてください。そこで申請の状況を見られます。</p>
        </Banner>
      )}
      {mail === 'failed' && (
        <Banner tone="care" title="申請は受け付けましたが、メールを送れませんでした。" live>
          <p>
            メールアドレスに間違いがあれば、もう一度申請してください。正しいときは、下のボタンで送り直してください。
          </p>
        </Banner>
      )}
      {mail === 'off' && (
        <Banner tone="info" title="運営者からご連絡します。" live>
          <p>この連携基盤はメールを使っていません。運営者が内容を確かめ、申請の状況を見るリンクをお渡しします。</p>
        </Banner>
      )}
      <NewClaimCode code={claimCode}>
        <p>
          承認のあと、ユーザIDと証明書を受け取るときに入力します。メールには書きません。メールを見た人が、あなたの代わりに受け取れないようにするためです。この
          PC で受け取るときは、入力済みになります。
        </p>
        <p>なくしたときは、運営者に電話してください。新しいコードを電話か手紙でお伝えします。</p>
      </NewClaimCode>
      <section className="card stack">
        <dl className="facts">
          <dt>受付番号</dt>
          <dd>
            <strong>{applicationNumber}</strong>
          </dd>
        </dl>
        <p>お問い合わせのときに使います。控えておいてください。</p>
      </section>
      {mail !== 'off' && (
        <section className="card stack">
          <h2>メールが届かないとき</h2>
          <p>迷惑メールの中を見てから、数分待っても届かなければ送り直してください。前のリンクは使えなくなります。</p>
          {again.error && <Failure error={again.error} />}
          {again.isSuccess && <Banner tone="good" title="送り直しました。" live />}
          <div>
            <Button onClick={() => again.mutate()} disabled={again.isPending}>
              メールを送り直す
            </Button>
          </div>
        </section>
      )}
    </Page>
  );
}
