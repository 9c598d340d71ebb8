import type { OfficeDetail } from '@musubi/contract';
import { serviceTypeName } from '@musubi/standard';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useDesk } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { type Dates, useDates } from '../app/preferences.js';
import { Banner } from '../ui/banner.js';
import { Button, ButtonLink } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { SaveCsv } from '../ui/save-csv.js';
import { CertificateForm, RevocationForm } from './certificate-form.js';
import { actsColumn, type Column, csvRows, DataTable } from './columns.js';
import { OfficeActs } from './office-acts.js';
import { StateBadge } from './offices-screen.js';
import { PeopleTable, peopleColumns } from './people-table.js';
import { WaitingActs } from './waiting-acts.js';

/** One office: who works there, with which certificates and terminals, how much passes; and what an operator may do. */
export default function OfficeScreen({ officeNumber }: { officeNumber: string }): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const key = ['operate', 'office', officeNumber];
  const { data, error } = useQuery({
    queryKey: key,
    queryFn: () => desk.hub.call('operatorGetOffice', { params: { officeNumber } }),
  });
  return (
    <Page
      title={data ? data.office.name : `事業所 ${officeNumber}`}
      actions={
        <>
          <ButtonLink to={`/operate/journeys?office=${officeNumber}`} icon="send">
            送受信の経過
          </ButtonLink>
          <ButtonLink to={`/operate/audit?office=${officeNumber}`} icon="file">
            監査記録
          </ButtonLink>
        </>
      }
    >
      {error && <Failure error={error} />}
      {data && (
        <>
          <Reasons {...data} />
          <WaitingActs officeNumber={officeNumber} />
          <div className="operate-columns">
            <Facts {...data} />
            <OfficeActs office={data.office} hasPeople={data.isAtWork || data.people.length > 0} queryKey={key} />
          </div>
          <section className="stack" aria-label="人">
            <h2>人（{data.people.length}名）</h2>
            {data.people.length > 0 && (
              <SaveCsv
                small
                name={`人_${officeNumber}`}
                rows={() => csvRows(peopleColumns(dates, false), data.people)}
              />
            )}
            <PeopleTable people={data.people} queryKey={key} withOffice={false} />
          </section>
          <Certificates {...data} />
          <Terminals {...data} />
        </>
      )}
    </Page>
  );
}

function Reasons({ office }: OfficeDetail): ReactNode {
  const dates = useDates();
  if (office.closedAt)
    return (
      <Banner tone="care" title={`${dates.date(office.closedAt)}に閉じました。理由: ${office.closedReason ?? ''}`}>
        {office.fetchUntil && <p>{dates.date(office.fetchUntil)}まで、届いているデータを取得できます。</p>}
        {office.successor && (
          <p>
            記録は <Link href={`/operate/offices/${office.successor}`}>{office.successor}</Link> に引き継がれました。
          </p>
        )}
      </Banner>
    );
  if (!office.suspended) return null;
  return <Banner tone="bad" title={`利用を停止しています。理由: ${office.suspendedReason ?? '（記録なし）'}`} />;
}

function Facts({ office, predecessors, ...rest }: OfficeDetail): ReactNode {
  const dates = useDates();
  return (
    <section className="card stack" aria-label="登録">
      <h2>登録</h2>
      <dl className="facts">
        <dt>状態</dt>
        <dd>
          <StateBadge office={office} />
        </dd>
        <dt>事業所番号</dt>
        <dd>{office.officeNumber}</dd>
        <dt>事業所のユーザID</dt>
        <dd>{office.officeUserId}</dd>
        <dt>サービス</dt>
        <dd>{office.serviceTypes.map(serviceTypeName).join('、')}</dd>
        <dt>ライセンス</dt>
        <dd>{office.licensedUntil ? `${dates.date(office.licensedUntil)}まで` : 'なし'}</dd>
        <dt>登録した日</dt>
        <dd>{dates.date(office.registeredAt)}</dd>
        <dt>最後のログイン</dt>
        <dd>{rest.lastSignedInAt ? dates.moment(rest.lastSignedInAt) : 'まだありません'}</dd>
        <dt>この31日</dt>
        <dd>
          送信{rest.sentLast31Days}件、受信{rest.receivedLast31Days}件（取得待ち{rest.waiting}件）
        </dd>
        {predecessors.length > 0 && (
          <>
            <dt>引き継いだ番号</dt>
            <dd>
              {predecessors.map(({ officeNumber, name }) => (
                <div key={officeNumber}>
                  <Link href={`/operate/offices/${officeNumber}`}>
                    {name}（{officeNumber}）
                  </Link>
                </div>
              ))}
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

type Certificate = OfficeDetail['certificates'][number];
const certificateColumns = (dates: Dates, now: string): Column<Certificate>[] => [
  {
    head: '状態',
    text: ({ revokedAt, notAfter }) => (revokedAt ? '失効' : notAfter < now ? '期限切れ' : '有効'),
  },
  { head: '期限', text: ({ notAfter }) => dates.date(notAfter) },
  { head: '登録', text: ({ enrolledAt }) => dates.date(enrolledAt) },
  { head: '発行者', text: ({ issuer }) => issuer },
  { head: '番号', text: ({ fingerprint }) => `${fingerprint.slice(0, 16)}…` },
];

function Certificates({ office, certificates, isAtWork }: OfficeDetail): ReactNode {
  const dates = useDates();
  const [isAdding, setAdding] = useKept(`operate/certificate-adding/${office.officeNumber}`, false);
  const [revoked, setRevoked] = useKept<Certificate | null>(
    `operate/certificate-revoking/${office.officeNumber}`,
    null,
  );
  const now = new Date().toISOString();
  const columns = [
    ...certificateColumns(dates, now),
    actsColumn<Certificate>(
      (certificate) =>
        !certificate.revokedAt &&
        certificate.notAfter >= now && (
          <Button small look="danger" onClick={() => setRevoked(certificate)}>
            失効させる…
          </Button>
        ),
    ),
  ];
  return (
    <section className="stack" aria-label="証明書">
      <h2>証明書</h2>
      <div className="row spread">
        <Button onClick={() => setAdding(true)}>証明書を登録する…</Button>
        {certificates.length > 0 && (
          <SaveCsv small name={`証明書_${office.officeNumber}`} rows={() => csvRows(columns, certificates)} />
        )}
      </div>
      {certificates.length === 0 ? (
        <p className="weak">登録されていません。この事業所は受信もできません。</p>
      ) : (
        <DataTable
          label="証明書の一覧"
          columns={columns}
          rows={certificates}
          keyOf={({ fingerprint }) => fingerprint}
        />
      )}
      {isAdding && (
        <CertificateForm
          officeNumber={office.officeNumber}
          needsSecond={isAtWork || certificates.some(({ revokedAt }) => !revokedAt)}
          onClose={() => setAdding(false)}
        />
      )}
      {revoked && <RevocationForm certificate={revoked} officeName={office.name} onClose={() => setRevoked(null)} />}
    </section>
  );
}

function Terminals({ office, terminals }: OfficeDetail): ReactNode {
  const dates = useDates();
  const columns: Column<OfficeDetail['terminals'][number]>[] = [
    { head: '端末', text: ({ name }) => name },
    { head: '初めて使った日', text: ({ firstSeenAt }) => dates.date(firstSeenAt) },
    { head: '最後に使った日時', text: ({ lastSeenAt }) => dates.moment(lastSeenAt) },
  ];
  return (
    <section className="stack" aria-label="端末">
      <h2>端末</h2>
      {terminals.length === 0 ? (
        <p className="weak">まだ使われていません。</p>
      ) : (
        <DataTable
          label="端末の一覧"
          fileName={`端末_${office.officeNumber}`}
          columns={columns}
          rows={terminals}
          keyOf={({ name, firstSeenAt }) => `${name} ${firstSeenAt}`}
        />
      )}
    </section>
  );
}
