import { HubProblem } from '@musubi/client';
import type { ApplicationData } from '@musubi/contract';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useDesk, useDeskState } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { Banner } from '../ui/banner.js';
import { Button, ButtonLink } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { officeWords } from '../words/offices.js';
import { ClaimCodeField, useClaimCode } from './claim-code.js';
import { FirstCertificate } from './first-certificate.js';
import { useLinkToken } from './link-token.js';
import { TakeOver } from './take-over.js';

/** 申請の状況: what became of an application, and the hand-over of ids and certificate. */
export default function StatusScreen(): ReactNode {
  const { token, failure } = useLinkToken('join/token');
  return (
    <Page title="申請の状況" narrow>
      {failure !== null && <Failure error={failure} />}
      {token === null && (
        <Banner tone="info" title="メールで届いたリンクから開いてください。">
          <p>リンクが見つからないときは、申請のときの画面から送り直すか、運営者へお問い合わせください。</p>
        </Banner>
      )}
      {token && <Status token={token} />}
    </Page>
  );
}

function Status({ token }: { token: string }): ReactNode {
  const desk = useDesk();
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['application', token],
    queryFn: () => desk.hub.call('openApplication', { body: { token } }),
  });
  if (error) {
    const isDead = error instanceof HubProblem && error.code === 'MSB-APPLICATION-LINK';
    return <Failure error={error}>{isDead && <ButtonLink to="/apply">利用申請へ</ButtonLink>}</Failure>;
  }
  if (!data) return <p role="status">申請の状況を確かめています…</p>;
  const reload = async () => {
    await refetch();
  };
  return (
    <>
      <Facts application={data} />
      {(data.state === 'waiting' || data.state === 'unconfirmed') && (
        <Banner tone="info" title="運営者が内容を確かめています。" live>
          <p>メールアドレスの確認は済みました。結果はメールでお知らせします。このページは閉じてかまいません。</p>
          <div>
            <Button small onClick={() => void reload()} disabled={isFetching}>
              いまの状況を確かめる
            </Button>
          </div>
        </Banner>
      )}
      {data.state === 'refused' && (
        <Banner tone="bad" title="この申請は承認されませんでした。" live>
          <p>{data.refusalReason}</p>
          <div>
            <ButtonLink to="/apply">申請し直す</ButtonLink>
          </div>
        </Banner>
      )}
      {data.state === 'approved' && <Approved application={data} token={token} onChanged={reload} />}
    </>
  );
}

function Facts({ application }: { application: ApplicationData }): ReactNode {
  const dates = useDates();
  return (
    <section className="card">
      <dl className="facts">
        <dt>受付番号</dt>
        <dd>{application.applicationNumber}</dd>
        <dt>事業所</dt>
        <dd>
          {application.officeName}（{application.officeNumber}）
        </dd>
        <dt>申請した日</dt>
        <dd>{dates.date(application.appliedAt)}</dd>
      </dl>
    </section>
  );
}

function Approved({
  application,
  token,
  onChanged,
}: {
  application: ApplicationData;
  token: string;
  onChanged: () => Promise<void>;
}): ReactNode {
  const desk = useDesk();
  const { identities } = useDeskState();
  const isReady =
    application.handedOverAt !== null &&
    identities.some(({ certificate }) =>
      application.certificates.some(({ fingerprint }) => fingerprint === certificate.fingerprint),
    );
  const isDone = application.handedOverAt !== null && application.certificate !== 'none';
  const typed = useClaimCode(application.applicationNumber, isDone);
  const claim = { token, claimCode: typed.code ?? '' };
  return (
    <>
      <Banner tone="good" title="利用申請が正常に完了しております。" live>
        <p>次の1から3を順に行うと、今日から送受信できます。</p>
      </Banner>
      {!isDone && (
        <ClaimCodeField
          typed={typed}
          where="申請を送ったときの画面に出た数字です。なくしたときは、運営者に電話して新しいコードを聞いてください。"
        />
      )}
      <TakeOver
        hasCode={typed.code !== null}
        officeUserId={application.officeUserId}
        handedOverAt={application.handedOverAt}
        lost="控えがないときは、事業所のほかの管理者か、運営者にパスワードの再設定を頼んでください。受け取った覚えがないときは、すぐに運営者へ知らせてください。"
        onTake={() => desk.hub.call('takeOverAccount', { body: claim })}
        onDone={onChanged}
      />
      <FirstCertificate
        hasCode={typed.code !== null}
        purpose={`application-${application.applicationNumber}`}
        use={officeWords(application.officeName, application.officeNumber)}
        state={application}
        onAsk={async (requestPem) =>
          (await desk.hub.call('certifyApplication', { body: { ...claim, requestPem } })).certificates
        }
        onChanged={onChanged}
      />
      <section className="card stack">
        <h2>3. ログイン</h2>
        <p>1のユーザIDと初期パスワードでログインし、新しいパスワードを決めてください。</p>
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
    </>
  );
}
