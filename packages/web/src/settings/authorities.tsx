import type { HubAuthority } from '@musubi/client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useDesk, useSession } from '../app/desk-context.js';
import { Badge, Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';
import { useTell } from '../ui/toasts.js';
import { AUTHORITY_USES, AuthorityFacts } from './authority-facts.js';

const KEY = ['authorities'];

/** 認証局: whom this PC goes by, remembered at the first login; an administrator accepts what the hub names later. */
export function Authorities(): ReactNode {
  const desk = useDesk();
  const { account } = useSession();
  const { data, error } = useQuery({ queryKey: KEY, queryFn: () => desk.trust.authorities() });
  const [accepting, setAccepting] = useState<HubAuthority | null>(null);
  const isAdministrator = account.roles.includes('administrator');
  const waiting = data?.filter(({ isAccepted }) => !isAccepted) ?? [];
  const accepted = data?.filter(({ isAccepted }) => isAccepted) ?? [];
  return (
    <section className="card stack" aria-label="認証局">
      <h2>認証局</h2>
      {error && <Failure error={error} />}
      {waiting.length > 0 && (
        <Banner tone="care" title={`まだ受け入れていない認証局が${waiting.length}件あります。`}>
          <p>
            受け入れるまで、この認証局が証明する相手とは送受信しません。心当たりがないときは、受け入れずに運営者へ電話で確かめてください。
          </p>
          {!isAdministrator && <p>受け入れるのは管理者です。管理者に、この PC でログインするよう頼んでください。</p>}
        </Banner>
      )}
      <ul className="plain-list stack">
        {[...waiting, ...accepted].map((one) => (
          <li key={`${one.use} ${one.certificate.fingerprint}`} className="stack-s">
            <p>
              {AUTHORITY_USES[one.use]}{' '}
              {one.isAccepted ? (
                <Badge tone="good">受け入れ済み</Badge>
              ) : (
                <Badge tone="care">まだ受け入れていません</Badge>
              )}
            </p>
            <AuthorityFacts certificate={one.certificate} />
            {!one.isAccepted && isAdministrator && (
              <div>
                <Button small onClick={() => setAccepting(one)}>
                  この認証局を受け入れる…
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      <p className="weak">
        初めてログインしたときの認証局を、この PC
        が覚えています。あとから増えた認証局は、管理者が確かめるまで使いません。
      </p>
      {accepting && <Acceptance authority={accepting} onClose={() => setAccepting(null)} />}
    </section>
  );
}

function Acceptance({ authority, onClose }: { authority: HubAuthority; onClose: () => void }): ReactNode {
  const desk = useDesk();
  const tell = useTell();
  const queries = useQueryClient();
  const accept = useMutation({
    mutationFn: () => desk.trust.accept(authority),
    onSuccess: async () => {
      onClose();
      tell('good', '認証局を受け入れました。送れなかったものは、もう一度送ってください。');
      await queries.invalidateQueries({ queryKey: KEY });
    },
  });
  return (
    <Confirm
      title="この認証局を受け入れますか"
      action="指紋が同じなので受け入れる"
      busy={accept.isPending}
      onConfirm={() => accept.mutate()}
      onClose={onClose}
    >
      {accept.error && <Failure error={accept.error} />}
      <p>
        運営者から書面や電話、運営者自身のホームページで受け取った指紋と、1文字ずつ比べてください。違うときは受け入れないでください。受け入れると、この認証局が発行した証明書を、相手の事業所のものとして信じます。
      </p>
      <AuthorityFacts certificate={authority.certificate} />
    </Confirm>
  );
}
