import { MonthDecisions } from '@musubi/client';
import {
  applyDecisions,
  type Decision,
  decide,
  type MonthReconciliation,
  type Partner,
  type ReconciledDifference,
  reconciliationCsv,
  serviceTypeName,
  type UnitNames,
} from '@musubi/standard';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { useDesk, useMaySend, useSession } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { KEYS } from '../app/queries.js';
import '../check/check.css';
import { download } from '../check/download.js';
import { Badge, Banner, Progress } from '../ui/banner.js';
import { Button, ButtonLink } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { RadioGroup } from '../ui/field.js';
import { Page } from '../ui/page.js';
import { AskBack } from './ask-back.js';
import { DifferenceTable } from './difference-table.js';
import { type LoadedMonth, loadMonth } from './load.js';
import './reconcile.css';

type Show = 'all' | 'open' | 'missing';

/** 予実突合: a month of schedules against the actuals that came, by partner and client, and what was decided about it. */
export default function ReconcileScreen({ month }: { month: string }): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const [done, setDone] = useState(0);
  const loaded = useQuery({
    queryKey: ['reconcile', month],
    queryFn: () => loadMonth(desk, month, setDone),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const decisions = useQuery({
    queryKey: [...KEYS.drafts, 'decisions', month],
    queryFn: () => new MonthDecisions(desk.documents()).load(month),
  });
  const reconciliation = useMemo(
    () => (loaded.data ? applyDecisions(loaded.data.reconciliation, decisions.data ?? []) : null),
    [loaded.data, decisions.data],
  );
  return (
    <Page
      title={`予実突合 ${dates.month(month)}`}
      actions={
        <>
          <ButtonLink to="/month" small>
            月末へ戻る
          </ButtonLink>
          <Button small onClick={() => void loaded.refetch()} disabled={loaded.isFetching}>
            読み直す
          </Button>
        </>
      }
    >
      {(loaded.error ?? decisions.error) && <Failure error={loaded.error ?? decisions.error} />}
      {loaded.isPending && <Progress label={`予定と実績を開いています（${done}件）`} done={0} total={null} />}
      {loaded.data && reconciliation && <Month loaded={loaded.data} reconciliation={reconciliation} />}
    </Page>
  );
}

function Month({ loaded, reconciliation }: { loaded: LoadedMonth; reconciliation: MonthReconciliation }): ReactNode {
  const dates = useDates();
  const [show, setShow] = useState<Show>('open');
  const { names, closed } = loaded;
  const { partners, totals, limits, month } = reconciliation;
  const shown = partners.filter((partner) => {
    if (show === 'open') return partner.open > 0;
    return show === 'missing' ? partner.actuals === 'missing' : true;
  });
  const over = limits.filter(({ warning }) => warning !== null);
  if (partners.length === 0) return <p className="empty">{dates.month(month)}に送った予定がありません。</p>;
  return (
    <>
      {closed.length > 0 && (
        <Banner tone="care" title={`開けないデータが${closed.length}件あり、突合に入っていません。`}>
          <p>受信一覧・送信一覧から開いて確かめてください。</p>
        </Banner>
      )}
      <Banner
        tone={totals.open > 0 || totals.missing > 0 ? 'care' : 'good'}
        title={
          totals.open === 0 && totals.missing === 0
            ? 'すべて確認しました。'
            : `確認していない違いが${totals.open}件、実績がまだの相手が${totals.missing}か所あります。`
        }
        live
      >
        <p>
          予定 {totals.planned.units.toLocaleString('ja-JP')}単位、実績 {totals.actual.units.toLocaleString('ja-JP')}
          単位（差 {signed(totals.difference.units)}単位）
        </p>
      </Banner>
      {over.length > 0 && (
        <Banner tone="care" title={`区分支給限度基準額を超えそうな利用者が${over.length}人います。`}>
          <ul>
            {over.map(({ insuredNumber, warning }) => (
              <li key={insuredNumber}>
                {names.clients.get(insuredNumber) ?? insuredNumber}: {warning}
              </li>
            ))}
          </ul>
        </Banner>
      )}
      <div className="row spread">
        <RadioGroup
          legend="表示"
          value={show}
          options={[
            ['open', '確認していない違いだけ'],
            ['missing', '実績がまだの相手だけ'],
            ['all', 'すべて'],
          ]}
          onChange={setShow}
        />
        <Button
          small
          icon="down"
          onClick={() =>
            download(
              `予実突合_${dates.month(month)}.csv`,
              `\ufeff${reconciliationCsv(reconciliation, names)}`,
              'text/csv',
            )
          }
        >
          CSV で保存
        </Button>
      </div>
      {shown.length === 0 && <p className="empty">該当する相手はありません。</p>}
      {shown.map((partner) => (
        <PartnerCard
          key={`${partner.officeNumber} ${partner.serviceType}`}
          partner={partner}
          names={names}
          month={month}
          onlyOpen={show === 'open'}
        />
      ))}
    </>
  );
}

const signed = (value: number) => `${value > 0 ? '+' : ''}${value.toLocaleString('ja-JP')}`;

const ACTUALS = {
  arrived: { tone: 'good', icon: 'good', text: '実績が届きました' },
  missing: { tone: 'care', icon: 'wait', text: '実績がまだです' },
  deleted: { tone: 'bad', icon: 'bad', text: '実績が取り消されました' },
} as const;

/** Saves decisions for everybody in the office. */
function useDecide(month: string) {
  const desk = useDesk();
  const queries = useQueryClient();
  const { account } = useSession();
  return useMutation({
    mutationFn: ({
      differences,
      state,
      note,
    }: {
      differences: readonly ReconciledDifference[];
      state: Decision['state'];
      note: string;
    }) => {
      const at = new Date().toISOString();
      const made = differences.map((one) => decide(one, { state, note, by: account.displayName, at }));
      return new MonthDecisions(desk.documents()).add(month, made);
    },
    onSuccess: (all) => queries.setQueryData([...KEYS.drafts, 'decisions', month], all),
  });
}

function PartnerCard({
  partner,
  names,
  month,
  onlyOpen,
}: {
  partner: Partner;
  names: UnitNames;
  month: string;
  onlyOpen: boolean;
}): ReactNode {
  const maySend = useMaySend();
  const deciding = useDecide(month);
  const [asking, setAsking] = useState<readonly ReconciledDifference[] | null>(null);
  const name = names.offices.get(partner.officeNumber) ?? partner.officeNumber;
  const words = ACTUALS[partner.actuals];
  const differences = partner.clients.flatMap((client) => client.differences);
  const open = differences.filter(({ decision, outdated }) => decision === null || outdated);
  const decideAll = (all: readonly ReconciledDifference[], state: Decision['state'], note = '') =>
    deciding.mutate({ differences: all, state, note });
  return (
    <section className="card stack-s" aria-label={name}>
      <div className="row spread">
        <h2>
          {name} <span className="weak">{serviceTypeName(partner.serviceType)}</span>
        </h2>
        <Badge tone={words.tone} icon={words.icon}>
          {words.text}
        </Badge>
      </div>
      <p>
        予定 {partner.planned.units.toLocaleString('ja-JP')}単位・実績 {partner.actual.units.toLocaleString('ja-JP')}
        単位（差 {signed(partner.difference.units)}）、違い {partner.differences}件、うち未確認 {partner.open}件
      </p>
      {deciding.error && <Failure error={deciding.error} />}
      {differences.length > 0 && (
        <DifferenceTable
          differences={onlyOpen ? open : differences}
          names={names}
          busy={deciding.isPending || !maySend}
          onDecide={(difference, state, note) => decideAll([difference], state, note)}
          onAsk={(difference) => setAsking([difference])}
        />
      )}
      {maySend && open.length > 1 && (
        <div className="row">
          <Button small icon="good" disabled={deciding.isPending} onClick={() => decideAll(open, 'accepted')}>
            未確認の{open.length}件をすべて認める
          </Button>
          <Button small icon="letter" disabled={deciding.isPending} onClick={() => setAsking(open)}>
            {open.length}件をまとめて問い合わせる
          </Button>
        </div>
      )}
      {asking && (
        <AskBack
          partner={partner}
          differences={asking}
          names={names}
          onClose={() => setAsking(null)}
          onAsked={() => {
            decideAll(asking, 'askedBack');
            setAsking(null);
          }}
        />
      )}
    </section>
  );
}
