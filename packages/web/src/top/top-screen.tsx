import type { MonthPartner, Notice, Summary } from '@musubi/contract';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { AgencyNotice } from '../agents/agency.js';
import { useDesk, useDeskState, useMayReceive, useMaySend, useSeesSent, useSession } from '../app/desk-context.js';
import { noteOutput } from '../app/output.js';
import { useDates } from '../app/preferences.js';
import { useDrafts, useMonthOverview, useNotices, useSummary, useWaiting, useWorkingMonth } from '../app/queries.js';
import { certificateName, certificateTrouble, daysLeft } from '../login/certificate-words.js';
import { partnerStates, stateRows, stateWords } from '../month-end/missing.js';
import { MonthField } from '../month-end/month-field.js';
import { Badge, Banner, type Tone } from '../ui/banner.js';
import { ButtonLink } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { Icon, type IconName } from '../ui/icons.js';
import { Page } from '../ui/page.js';
import { SaveCsv } from '../ui/save-csv.js';
import { StaleNote } from './stale-note.js';
import './top.css';

/** What waits today, what is missing this month, and what runs out soon. */
export function TopScreen(): ReactNode {
  const maySend = useMaySend();
  const mayReceive = useMayReceive();
  const seesSent = useSeesSent();
  const summary = useSummary();
  return (
    <Page
      title="トップページ"
      actions={
        maySend && (
          <>
            <ButtonLink to="/new" icon="letter">
              新規作成
            </ButtonLink>
            <ButtonLink to="/bulk" look="main" icon="bulk">
              一括送信
            </ButtonLink>
          </>
        )
      }
    >
      <Expiries />
      {summary.error && <Failure error={summary.error} />}
      {summary.data?.copyOf && <StaleNote at={summary.data.copyOf} />}
      <TodayCards summary={summary.data?.value ?? null} />
      <div className="top-columns">
        {mayReceive && seesSent && <MonthStatus />}
        <Notices />
      </div>
    </Page>
  );
}

function TodayCards({ summary }: { summary: Summary | null }): ReactNode {
  const maySend = useMaySend();
  const mayReceive = useMayReceive();
  const seesSent = useSeesSent();
  const { data: waiting = [] } = useWaiting();
  const { data: drafts = [] } = useDrafts(maySend);
  const failed = waiting.filter(({ refusal }) => refusal !== null).length;
  const received = (summary?.unretrieved ?? 0) + (summary?.unopened ?? 0);
  return (
    <ul className="plain-list cards" aria-label="いま待っているもの">
      {mayReceive && (
        <Card
          to="/inbox?state=new"
          icon="inbox"
          label="届いたデータ（未開封）"
          count={summary ? received : null}
          note={
            summary && summary.expiringSoon > 0
              ? `うち${summary.expiringSoon}件は、まもなく保存期限です`
              : '受信一覧を開く'
          }
          tone={received > 0 ? 'info' : 'quiet'}
        />
      )}
      {seesSent && (
        <>
          <Card
            to="/sent?state=consigned"
            icon="wait"
            label="3日以上 未取得の送信"
            count={summary?.notFetched ?? null}
            note="相手に電話などで知らせると安心です"
            tone={summary && summary.notFetched > 0 ? 'care' : 'quiet'}
          />
          <Card
            to="/sent?state=rejected"
            icon="bad"
            label="差戻し・送れなかったもの"
            count={summary ? summary.rejected + failed : null}
            note={failed > 0 ? `送れなかったもの${failed}件を含みます` : '30日以内の差戻し'}
            tone={summary && summary.rejected + failed > 0 ? 'bad' : 'quiet'}
          />
        </>
      )}
      {maySend && (
        <Card
          to="/drafts"
          icon="draft"
          label="下書き"
          count={drafts.length}
          note="事業所のどの端末からでも続けられます"
          tone={drafts.length > 0 ? 'info' : 'quiet'}
        />
      )}
    </ul>
  );
}

function Card({
  to,
  icon,
  label,
  count,
  note,
  tone,
}: {
  to: string;
  icon: IconName;
  label: string;
  count: number | null;
  note: string;
  tone: Tone;
}): ReactNode {
  return (
    <li className={`card top-card tone-${tone}`}>
      <Link href={to}>
        <span className="top-card-label">
          <Icon name={icon} />
          {label}
        </span>
        <span className="top-card-count">
          {count ?? '…'}
          <small>件</small>
        </span>
      </Link>
      <span className="weak">{note}</span>
    </li>
  );
}

function MonthStatus(): ReactNode {
  const [chosen, setMonth] = useState<string | null>(null);
  const working = useWorkingMonth();
  const month = chosen ?? working;
  const { data, error } = useMonthOverview(month);
  return (
    <section className="card stack" aria-label="月のやり取り">
      <div className="row spread">
        <h2>月のやり取り</h2>
        <MonthField month={month} onChange={setMonth} />
      </div>
      {error && <Failure error={error} />}
      {data?.copyOf && <StaleNote at={data.copyOf} />}
      {data && <MonthTable partners={data.value.partners} month={month} />}
    </section>
  );
}

function MonthTable({ partners, month }: { partners: readonly MonthPartner[]; month: string }): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  if (partners.length === 0) return <p className="empty">{dates.month(month)}のやり取りは、まだありません。</p>;
  const states = partnerStates(partners, []);
  const late = states.filter(({ missing }) => missing !== null).length;
  return (
    <>
      <p role="status">
        {late > 0
          ? `相手${partners.length}か所のうち、実績がそろっていないのは${late}か所です。`
          : `相手${partners.length}か所とも、実績がそろっています。`}
      </p>
      <div className="table-frame top-month" tabIndex={0} role="group" aria-label="相手ごとのやり取り">
        <table className="table table-cards">
          <thead>
            <tr>
              <th scope="col">相手の事業所</th>
              <th scope="col">予定</th>
              <th scope="col">実績</th>
            </tr>
          </thead>
          <tbody>
            {states.map((state) => {
              const { tone, icon, text } = stateWords(state);
              const one = state.partner;
              const schedule =
                one.schedulesSent > 0 ? `送信 ${one.schedulesSent}件` : `受信 ${one.schedulesReceived}件`;
              return (
                <tr key={one.officeNumber}>
                  <td data-label="相手の事業所">
                    <Link href={`/letters/${one.officeNumber}`}>{one.name}</Link>
                  </td>
                  <td data-label="予定">
                    {schedule}
                    {one.notFetched > 0 && <span className="weak">（未取得 {one.notFetched}件）</span>}
                  </td>
                  <td data-label="実績">
                    <Badge tone={tone} icon={icon}>
                      {text}
                    </Badge>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <SaveCsv
        small
        name={`月のやり取り_${dates.month(month)}`}
        rows={() => stateRows(states, dates)}
        onSaved={() => noteOutput(desk, 'list-saved', { months: [month] })}
      />
    </>
  );
}

function Notices(): ReactNode {
  const { data, error } = useNotices();
  const notices = data?.value.notices ?? [];
  return (
    <section className="card stack" aria-label="お知らせ一覧">
      <h2>お知らせ一覧</h2>
      {error && <Failure error={error} />}
      {data && notices.length === 0 && <p className="weak">いまお知らせはありません。</p>}
      <ul className="plain-list stack-s">
        {notices.slice(0, 10).map((notice) => (
          <NoticeItem key={notice.id} notice={notice} />
        ))}
      </ul>
    </section>
  );
}

function NoticeItem({ notice }: { notice: Notice }): ReactNode {
  const dates = useDates();
  return (
    <li>
      <details>
        <summary>
          {notice.important && (
            <Badge tone="bad" icon="care">
              重要
            </Badge>
          )}{' '}
          {notice.title} <span className="weak">{dates.date(notice.publishedAt)}</span>
        </summary>
        <p className="form-text">{notice.body}</p>
      </details>
    </li>
  );
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Licence and certificate: until when, and what to do before that. */
function Expiries(): ReactNode {
  const dates = useDates();
  const { office, account } = useSession();
  const { identities } = useDeskState();
  const [identity] = identities;
  const now = new Date();
  const trouble = identity ? certificateTrouble(identity, now) : null;
  const licence = office.licensedUntil ? new Date(office.licensedUntil) : null;
  const licenceDays = licence ? Math.floor((licence.getTime() - now.getTime()) / DAY_MS) : -1;
  return (
    <>
      {office.suspended && (
        <Banner tone="bad" title="事業所の利用が停止されています。">
          {office.suspendedReason && <p>理由: {office.suspendedReason}</p>}
          <p>受信したデータは読めます。運営者にお問い合わせください。</p>
        </Banner>
      )}
      {office.fetchUntil && (
        <Banner tone="bad" title="この事業所は閉じられています。送信できません。">
          <p>
            届いているデータは、{dates.date(office.fetchUntil)}まで取得できます。それまでに取得して保存してください。
          </p>
        </Banner>
      )}
      {licenceDays < 0 && (
        <Banner tone="bad" title="ライセンスが有効ではありません。送信できません。">
          <p>利用申請または更新の手続きをしてください。受信はこれまでどおりできます。</p>
        </Banner>
      )}
      {licenceDays >= 0 && licenceDays <= 60 && (
        <Banner tone="care" title={`ライセンスの期限まで、あと${licenceDays}日です。`}>
          <p>期限が切れる前に、更新の手続きをしてください。切れると送信できなくなります。</p>
        </Banner>
      )}
      {account.agent && <AgencyNotice agent={account.agent} />}
      {trouble && !account.agent && (
        <Banner tone={trouble.blocks ? 'bad' : 'care'} title={trouble.title}>
          <p>{trouble.action}</p>
        </Banner>
      )}
      <p className="weak row">
        {licence && licenceDays >= 0 && <span>ライセンス: {dates.date(licence.toISOString())}まで</span>}
        {identity && (
          <span>
            {certificateName(identity)}: {dates.date(identity.certificate.notAfter.toISOString())}まで（あと
            {daysLeft(identity, now)}日）
          </span>
        )}
      </p>
    </>
  );
}
