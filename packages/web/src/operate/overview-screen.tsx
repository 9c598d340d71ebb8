import type { HubHealth } from '@musubi/contract';
import { PROBLEMS } from '@musubi/contract';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useDesk } from '../app/desk-context.js';
import { type Dates, useDates } from '../app/preferences.js';
import { Badge, Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { SaveCsv } from '../ui/save-csv.js';
import { sizeText } from '../words/kinds.js';
import { ALERT_KINDS, JOB_NAMES, OFFICE_STATES, QUEUE_NAMES } from '../words/operate.js';
import { type Column, csvRows, DataTable } from './columns.js';
import { WaitingActs } from './waiting-acts.js';

const CLOCK_TOLERANCE_MS = 2000;

/** 概況: what an operator looks at first in the morning. */
export default function OverviewScreen(): ReactNode {
  const desk = useDesk();
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['operate', 'health'],
    queryFn: () => desk.hub.call('operatorHealth', {}),
  });
  return (
    <Page
      title="概況"
      actions={
        <Button disabled={isFetching} onClick={() => void refetch()}>
          いまの状態にする
        </Button>
      }
    >
      {error && <Failure error={error} />}
      {data && (
        <>
          <Warnings {...data} />
          <WaitingActs />
          <Figures {...data} />
          <Slow {...data} />
          <div className="operate-columns">
            <Alerts {...data} />
            <Problems {...data} />
            <Jobs {...data} />
            <Storage {...data} />
          </div>
        </>
      )}
    </Page>
  );
}

function Warnings({ jobs, clockOffsetMs, queues }: HubHealth): ReactNode {
  const failing = jobs.filter(({ failuresInARow }) => failuresInARow > 0);
  const unsent = queues.find(({ name }) => name === 'mailFailures')?.waiting ?? 0;
  const isClockOff = Math.abs(clockOffsetMs) > CLOCK_TOLERANCE_MS;
  if (failing.length === 0 && unsent === 0 && !isClockOff)
    return <Banner tone="good" title="定期処理・メール・時計に異常はありません。" />;
  return (
    <Banner tone="bad" title="確かめることがあります。">
      {failing.map(({ name, failuresInARow, failure }) => (
        <p key={name}>
          定期処理「{JOB_NAMES[name]}」が{failuresInARow}回続けて失敗しています（{failure}）。
        </p>
      ))}
      {unsent > 0 && <p>メールを送れない人が{unsent}名います。</p>}
      {isClockOff && <p>データベースの時計と{(clockOffsetMs / 1000).toFixed(1)}秒ずれています。</p>}
    </Banner>
  );
}

function Figures({ queues, storage, version, startedAt }: HubHealth): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const { data: counts } = useQuery({
    queryKey: ['operate', 'office-counts'],
    queryFn: async () => (await desk.hub.call('operatorListOffices', { query: { limit: 1 } })).counts,
  });
  const figures: (readonly [string, string, string])[] = [
    ...(counts
      ? [
          [
            '事業所（利用中）',
            `${counts.active}`,
            `${OFFICE_STATES.suspended.text}${counts.suspended}・${OFFICE_STATES.closed.text}${counts.closed}`,
          ] as const,
        ]
      : []),
    ...queues.map(
      ({ name, waiting, oldestAt }) =>
        [QUEUE_NAMES[name], `${waiting}`, oldestAt ? `最も古いもの ${dates.moment(oldestAt)}` : ''] as const,
    ),
    ['データベース', sizeText(storage.databaseBytes), ''],
    ['版', version, `${dates.moment(startedAt)} から稼働`],
  ];
  return (
    <ul className="plain-list operate-cards" aria-label="いまの数">
      {figures.map(([label, figure, more]) => (
        <li key={label} className="operate-card">
          {label}
          <strong>{figure}</strong>
          <span className="weak">{more}</span>
        </li>
      ))}
    </ul>
  );
}

type Slow = HubHealth['slowOffices'][number];
const slowColumns = (dates: Dates): Column<Slow>[] => [
  { head: '事業所番号', text: ({ officeNumber }) => officeNumber },
  {
    head: '名前',
    text: ({ officeName }) => officeName,
    cell: ({ officeName, officeNumber }) => <Link href={`/operate/offices/${officeNumber}`}>{officeName}</Link>,
  },
  { head: '取得待ち', text: ({ waiting }) => `${waiting}件` },
  { head: '最も古いもの', text: ({ oldestAt }) => dates.moment(oldestAt) },
  {
    head: 'ふだんの取得まで',
    text: ({ medianHours }) => (medianHours === null ? '記録なし' : `${medianHours.toFixed(1)}時間`),
  },
];

function Slow({ slowOffices }: HubHealth): ReactNode {
  const columns = slowColumns(useDates());
  return (
    <section className="stack" aria-label="取得が進んでいない事業所">
      <div className="row spread">
        <h2>取得が進んでいない事業所</h2>
        {slowOffices.length > 0 && (
          <SaveCsv name="取得が進んでいない事業所" rows={async () => csvRows(columns, slowOffices)} />
        )}
      </div>
      {slowOffices.length === 0 ? (
        <p className="weak">取得を待っているデータはありません。</p>
      ) : (
        <DataTable
          label="取得が進んでいない事業所の一覧"
          columns={columns}
          rows={slowOffices}
          keyOf={({ officeNumber }) => officeNumber}
        />
      )}
    </section>
  );
}

function Alerts({ alerts }: HubHealth): ReactNode {
  const dates = useDates();
  return (
    <section className="card stack" aria-label="警報">
      <h2>警報</h2>
      {alerts.length === 0 && <p className="weak">警報はありません。</p>}
      <ul className="plain-list stack-s">
        {alerts.map(({ id, at, kind, detail }) => (
          <li key={id}>
            {ALERT_KINDS[kind] ?? kind} <span className="weak">{dates.moment(at)}</span>
            <div className="weak">
              <code>{detail}</code>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

const sentenceOf = (code: string): string => {
  const entry = Object.entries(PROBLEMS).find(([known]) => known === code);
  return entry ? entry[1].title : '';
};

function Problems({ problems }: HubHealth): ReactNode {
  const sums = new Map<string, number>();
  for (const { code, count } of problems) sums.set(code, (sums.get(code) ?? 0) + count);
  const rows = [...sums].sort(([, a], [, b]) => b - a);
  return (
    <section className="card stack" aria-label="この24時間の誤り">
      <h2>この24時間の誤り</h2>
      {rows.length === 0 && <p className="weak">まだ数えられていません（1分ごとにまとめます）。</p>}
      <ul className="plain-list stack-s">
        {rows.map(([code, count]) => (
          <li key={code}>
            <strong>{count}回</strong> {sentenceOf(code)}
            <div className="weak">
              <code>{code}</code>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Jobs({ jobs }: HubHealth): ReactNode {
  const dates = useDates();
  return (
    <section className="card stack" aria-label="定期処理">
      <h2>定期処理</h2>
      {jobs.length === 0 && <p className="weak">まだ動いていません。</p>}
      <ul className="plain-list stack-s">
        {jobs.map(({ name, finishedAt, failuresInARow }) => (
          <li key={name} className="row spread">
            <span>
              {JOB_NAMES[name]}{' '}
              <span className="weak">{finishedAt ? `${dates.moment(finishedAt)} に完了` : '完了していません'}</span>
            </span>
            <Badge tone={failuresInARow > 0 ? 'bad' : 'good'} icon={failuresInARow > 0 ? 'bad' : 'good'}>
              {failuresInARow > 0 ? `失敗${failuresInARow}回` : '正常'}
            </Badge>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Storage({ storage }: HubHealth): ReactNode {
  const dates = useDates();
  return (
    <section className="card stack" aria-label="月ごとの容量">
      <h2>月ごとの容量</h2>
      <ul className="plain-list stack-s">
        {storage.months.map(({ month, payloadBytes, recordBytes }) => (
          <li key={month}>
            {dates.month(month).replace(/分$/, '')}: データ{sizeText(payloadBytes)}、記録{sizeText(recordBytes)}
          </li>
        ))}
      </ul>
    </section>
  );
}
