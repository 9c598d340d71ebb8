import { HubProblem } from '@musubi/client';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
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
  if (ending.data) {
    return (
      <Page title="お知らせメールをやめる" narrow>
        <Banner tone="good" title={`「${MAIL_KIND_NAMES[ending.data.kind]}」のメールをやめました。`} live>
          <p>また受け取りたくなったら、ログインして「設定」で選んでください。この画面は閉じてかまいません。</p>
        </Banner>
      </Page>
    );
  }
  const isDead = ending.error instanceof HubProblem && ending.error.code === 'MSB-LINK-INVALID';
  return (
    <Page title="お知らせメールをやめる" narrow>
      {isDead && (
        <Banner tone="bad" title="このリンクは使えません。" live>
          <p>
            リンクが途中で切れているか、古いメールのものです。新しいメールの中のリンクを開くか、次の方法でやめられます。
          </p>
        </Banner>
      )}
      {ending.error && !isDead && <Failure error={ending.error} />}
      {!isDead && (
        <section className="card stack">
          <p>
            このメールと同じ種類のお知らせを、今後送りません。ほかの種類のお知らせと、パスワードの再設定は、これまでどおり使えます。
          </p>
          <div>
            <Button look="main" disabled={ending.isPending} onClick={() => ending.mutate()}>
              この種類のお知らせをやめる
            </Button>
          </div>
        </section>
      )}
      <p>
        ログインすると、<Link href="/settings">設定</Link>の「受け取るお知らせ」で種類ごとに選べます。
      </p>
    </Page>
  );
}
