import { authoritiesIn } from '@musubi/client';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useDesk } from '../app/desk-context.js';
import { AUTHORITY_USES, AuthorityFacts } from '../settings/authority-facts.js';
import { Failure } from '../ui/failure.js';
import { PublicPage, Section } from './public-page.js';

/** The authorities of this hub, for comparing: with what a PC asks to accept, and with what the operator hands out. */
export default function AuthoritiesScreen(): ReactNode {
  const desk = useDesk();
  const { data, error } = useQuery({
    queryKey: ['public-authorities'],
    queryFn: async () => authoritiesIn(await desk.hub.call('trust', {})),
  });
  return (
    <PublicPage
      title="認証局の指紋"
      lead="送信先の証明書や証跡が本物かは、ここにある認証局で確かめています。指紋は、認証局ごとに違う64文字です。"
    >
      {error && <Failure error={error} />}
      {data?.map(({ certificate, use }) => (
        <Section key={`${use} ${certificate.fingerprint}`} title={AUTHORITY_USES[use]}>
          <AuthorityFacts certificate={certificate} />
        </Section>
      ))}
      <Section title="いつ使いますか">
        <p>
          パソコンは、初めてログインしたときの認証局を覚えます。あとから認証局が増えると、「設定」の「認証局」（コマンドでは
          musubi trust）で管理者が受け入れるまで使いません。そのときに指紋を比べます。
        </p>
        <p>
          この画面も連携基盤が出しているので、これだけでは確かめたことになりません。利用の案内の書面や電話など、別の方法で運営者から受け取った指紋とも比べてください。違うときは受け入れず、運営者に電話してください。
        </p>
      </Section>
    </PublicPage>
  );
}
