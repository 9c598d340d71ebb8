import type { DelegationHandover } from '@musubi/contract';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useDesk, useDeskState } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { ClaimCodeField, useClaimCode } from '../join/claim-code.js';
import { FirstCertificate } from '../join/first-certificate.js';
import { useLinkToken } from '../join/link-token.js';
import { TakeOver } from '../join/take-over.js';
import { Banner } from '../ui/banner.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { agencyWords, officeWords, rightWords } from '../words/offices.js';

/** 代行の手続き: what an agent's link opens on the agent's PC. */
export default function HandoverScreen(): ReactNode {
  const { token, failure } = useLinkToken('agents/token');
  return (
    <Page title="代行の手続き" narrow>
      {failure !== null && <Failure error={failure} />}
      {token === null && (
        <Banner tone="info" title="受け取ったリンクから開いてください。">
          <p>リンクが見つからないときは、代行を任せる事業所の管理者に、作り直しを頼んでください。</p>
        </Banner>
      )}
      {token && <Steps token={token} />}
    </Page>
  );
}

function Steps({ token }: { token: string }): ReactNode {
  const desk = useDesk();
  const [userId, setUserId] = useState<string>();
  const { data, error, refetch } = useQuery({
    queryKey: ['delegation-handover', token],
    queryFn: () => desk.hub.call('openDelegation', { body: { token } }),
  });
  const isDone = data !== undefined && data.handedOverAt !== null && data.certificate !== 'none';
  const typed = useClaimCode(null, isDone);
  if (error) return <Failure error={error} />;
  if (!data) return <p role="status">代行の内容を確かめています…</p>;
  const claim = { token, claimCode: typed.code ?? '' };
  const reload = async () => {
    await refetch();
  };
  return (
    <>
      <Facts delegation={data} />
      {!isDone && (
        <ClaimCodeField typed={typed} where="任せる事業所の管理者が、リンクとは別に、電話か紙で伝える数字です。" />
      )}
      <TakeOver
        hasCode={typed.code !== null}
        officeUserId={data.officeUserId}
        handedOverAt={data.handedOverAt}
        lost="控えがないときや、受け取った覚えがないときは、すぐに事業所の管理者へ知らせてください。"
        onTake={async () => {
          const handover = await desk.hub.call('takeOverDelegation', { body: claim });
          setUserId(handover.userId);
          return handover;
        }}
        onDone={reload}
      />
      <FirstCertificate
        hasCode={typed.code !== null}
        purpose={`delegation-${data.id}`}
        use={agencyWords(data.officeName, data.officeNumber)}
        userId={userId}
        state={data}
        onAsk={async (requestPem) =>
          (await desk.hub.call('certifyDelegation', { body: { ...claim, requestPem } })).certificates
        }
        onChanged={reload}
      />
      <Login delegation={data} />
    </>
  );
}

function Facts({ delegation }: { delegation: DelegationHandover }): ReactNode {
  const dates = useDates();
  const { officeName, officeNumber, agentName, validUntil } = delegation;
  return (
    <section className="card stack" aria-label="任された内容">
      <h2>任された内容</h2>
      <dl className="facts">
        <dt>事業所</dt>
        <dd>{officeWords(officeName, officeNumber)}</dd>
        <dt>代行する人・会社</dt>
        <dd>{agentName}</dd>
        <dt>できること</dt>
        <dd>{rightWords(delegation)}</dd>
        <dt>期間</dt>
        <dd>{dates.date(validUntil)}まで</dd>
      </dl>
      <p>
        代行に使う PC で、次の1から3を順に行ってください。送受信には代行の名前が付き、事業所に記録が残ります。
        ほかの事業所の代行もするときは、事業所ごとにリンクを受け取り、証明書を分けて使います。
      </p>
    </section>
  );
}

function Login({ delegation: { handedOverAt, certificates } }: { delegation: DelegationHandover }): ReactNode {
  const { identities, session } = useDeskState();
  const own = new Set(certificates.map(({ fingerprint }) => fingerprint));
  const isReady = handedOverAt !== null && identities.some(({ certificate }) => own.has(certificate.fingerprint));
  return (
    <section className="card stack">
      <h2>3. ログイン</h2>
      <p>
        「代行」と書かれた証明書を選び、1のユーザIDと初期パスワードでログインして、新しいパスワードを決めてください。
      </p>
      {session && (
        <Banner tone="care" title="いまは別の利用者としてログインしています。">
          <p>続けるときは、先にログアウトしてください。</p>
        </Banner>
      )}
      <div>
        {isReady ? (
          <a className="button button-main" href="/">
            ログインへ進む
          </a>
        ) : (
          <p className="weak">1と2が終わると進めます。</p>
        )}
      </div>
    </section>
  );
}
