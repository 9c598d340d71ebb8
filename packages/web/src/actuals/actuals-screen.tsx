import {
  asPlanned,
  clearCounts,
  copyWeek,
  openDays,
  problemsOf,
  type SheetClient,
  serviceTypeName,
  setCount,
  weeksOf,
} from '@musubi/standard';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useDesk, useMaySend, useSession } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { checker } from '../check/checker.js';
import '../check/check.css';
import { EMPTY_BATCH } from '../send/batch.js';
import { handOver } from '../send/hand-over.js';
import { Badge, Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { SelectField } from '../ui/field.js';
import { Page } from '../ui/page.js';
import { AddService } from './add-service.js';
import './actuals.css';
import { DayGrid, type Spot } from './day-grid.js';
import { type Entry, loadEntry, type Place } from './load.js';
import { SpotEditor } from './spot-editor.js';
import { type EntryWork, type SaveState, useEntry } from './use-entry.js';

/** 実績入力: a month's actuals entered against the schedule that came, for offices without care software. */
export default function ActualsScreen({ month, planner }: { month: string; planner: string }): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const maySend = useMaySend();
  const { office } = useSession();
  const types = office.serviceTypes;
  const [serviceType, setServiceType] = useState(types[0] ?? '');
  const place: Place = { month, planner, serviceType };
  const {
    data: entry,
    error,
    isPending,
  } = useQuery({
    queryKey: ['entry', month, planner, serviceType],
    queryFn: () => loadEntry(desk, place),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <Page title={`実績入力 ${dates.month(month)}`}>
      {!maySend && <p>閲覧のみの権限では入力できません。</p>}
      {types.length > 1 && (
        <SelectField label="サービス" value={serviceType} onChange={(event) => setServiceType(event.target.value)}>
          {types.map((type) => (
            <option key={type} value={type}>
              {serviceTypeName(type)}
            </option>
          ))}
        </SelectField>
      )}
      {error && <Failure error={error} />}
      {isPending && <p role="status">予定を開いています…</p>}
      {entry === null && (
        <Banner tone="care" title="この月の予定が、この相手からまだ届いていません。">
          <p>予定が届くと、ここで実績を入力できます。</p>
        </Banner>
      )}
      {entry && maySend && <EntryForm key={serviceType} entry={entry} place={place} />}
    </Page>
  );
}

const SAVE_WORDS: Readonly<Record<SaveState, { tone: 'good' | 'info' | 'care' | 'bad'; text: string }>> = {
  saved: { tone: 'good', text: '保存しました' },
  saving: { tone: 'info', text: '保存しています…' },
  offline: { tone: 'care', text: 'この端末だけに保存（オフライン）' },
  conflict: { tone: 'bad', text: 'ほかの端末でも変更されています。読み直してください' },
  failed: { tone: 'bad', text: '保存できませんでした' },
};

function EntryForm({ entry, place }: { entry: Entry; place: Place }): ReactNode {
  const [current, setCurrent] = useState<string | null>(entry.sheet.clients[0]?.key ?? null);
  const [spot, setSpot] = useState<Spot | null>(null);
  const work = useEntry(entry, place, current);
  const client = work.sheet.clients.find(({ key }) => key === current);
  const open = work.sheet.clients.reduce((sum, one) => sum + openDays(one), 0);
  const words = SAVE_WORDS[work.state];
  if (work.sheet.clients.length === 0) return <p className="empty">この予定には、自事業所のサービスがありません。</p>;
  return (
    <>
      <div className="row spread">
        <p>
          {entry.plannerName} の予定から入力します。利用者{work.sheet.clients.length}人、
          <strong>未入力の日 {open}日</strong>
        </p>
        <span role="status">
          <Badge tone={words.tone}>{words.text}</Badge>
        </span>
      </div>
      {work.failure !== null && work.state === 'failed' && <Failure error={work.failure} />}
      <div className="row">
        <Button look="main" icon="good" onClick={() => work.edit((sheet) => asPlanned(sheet))}>
          全員、予定どおりにする
        </Button>
        <Button onClick={work.undo} disabled={!work.canUndo}>
          元に戻す
        </Button>
        <Send entry={entry} work={work} open={open} />
      </div>
      <div className="entry-screen">
        <ClientList
          work={work}
          current={current}
          onChoose={(key) => {
            setCurrent(key);
            setSpot(null);
          }}
        />
        {client && (
          <ClientForm key={client.key} client={client} place={place} work={work} spot={spot} onSpot={setSpot} />
        )}
      </div>
    </>
  );
}

function ClientList({
  work,
  current,
  onChoose,
}: {
  work: EntryWork;
  current: string | null;
  onChoose: (key: string) => void;
}): ReactNode {
  return (
    <ul className="plain-list entry-clients" aria-label="利用者">
      {work.sheet.clients.map((client) => {
        const left = openDays(client);
        const other = work.others.get(client.key);
        return (
          <li key={client.key}>
            <button
              type="button"
              className="entry-client"
              aria-current={client.key === current}
              onClick={() => onChoose(client.key)}
            >
              {client.name ?? `被保険者番号 ${client.insuredNumber}`}
              <span className="weak">
                {left === 0 ? '入力済' : `未入力 ${left}日`}
                {other ? `・${other}さんが入力中` : ''}
                {work.outdated.has(client.key) ? '・予定が差し替えられました' : ''}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function ClientForm({
  client,
  place,
  work,
  spot,
  onSpot,
}: {
  client: SheetClient;
  place: Place;
  work: EntryWork;
  spot: Spot | null;
  onSpot: (spot: Spot) => void;
}): ReactNode {
  const [isAdding, setAdding] = useState(false);
  const problems = useMemo(() => problemsOf(work.sheet, client.key), [work.sheet, client.key]);
  const row = client.rows.find(({ id }) => id === spot?.row);
  const weeks = weeksOf(place.month);
  return (
    <section className="stack" aria-label={client.name ?? client.insuredNumber}>
      <div className="row">
        <h2>{client.name ?? `被保険者番号 ${client.insuredNumber}`}</h2>
        <Button small icon="good" onClick={() => work.edit((sheet) => asPlanned(sheet, client.key))}>
          予定どおり
        </Button>
        <Button small onClick={() => work.edit((sheet) => clearCounts(sheet, client.key))}>
          入力をすべて消す
        </Button>
        <SelectField
          small
          label="前の週を写す"
          value=""
          onChange={(event) => {
            const week = Number(event.target.value);
            if (week > 1) work.edit((sheet) => copyWeek(sheet, client.key, week - 1, week));
          }}
        >
          <option value="">どの週へ</option>
          {weeks.slice(1).map(({ from, to }, at) => (
            <option key={from} value={at + 2}>
              {from}日〜{to}日
            </option>
          ))}
        </SelectField>
        <Button small onClick={() => setAdding(true)}>
          予定にないサービス
        </Button>
      </div>
      {work.outdated.has(client.key) && (
        <Banner tone="care" title="入力したあとに、予定が差し替えられました。" live>
          <Button small onClick={() => work.restart(client.key)}>
            新しい予定で入力し直す
          </Button>
        </Banner>
      )}
      <DayGrid
        month={place.month}
        client={client}
        spot={spot}
        problems={problems}
        onSpot={onSpot}
        onCount={(at, count) => work.edit((sheet) => setCount(sheet, client.key, at.row, at.day, count))}
      />
      <p className="weak">
        上の小さい数字が予定、下が実績です。矢印で移動、数字で回数、スペースで「予定どおり／なし」、Delete で消します。
      </p>
      {row && spot && (
        <SpotEditor key={`${spot.row} ${spot.day}`} client={client} row={row} spot={spot} edit={work.edit} />
      )}
      <Problems problems={problems} />
      {isAdding && (
        <AddService client={client} ownType={place.serviceType} edit={work.edit} onClose={() => setAdding(false)} />
      )}
    </section>
  );
}

function Problems({ problems }: { problems: ReturnType<typeof problemsOf> }): ReactNode {
  const shown = problems.filter(({ severity, code }) => severity !== 'notice' && code !== 'days-open');
  if (shown.length === 0) return null;
  return (
    <ul className="plain-list stack-s" aria-label="直すところ">
      {shown.map(({ row, day, code, severity, message, remedy }) => (
        <li key={`${row} ${day} ${code}`} className={`finding tone-${severity === 'error' ? 'bad' : 'care'}`}>
          <strong>
            {day === null ? '' : `${day}日: `}
            {message}
          </strong>
          <br />→ {remedy}
        </li>
      ))}
    </ul>
  );
}

/** ファイル連番: the moment, in local time, as YYYYMMDDHHMMSS. */
function serialOf(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `${day}${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
}

/** Writes the standard's files and hands them to the sending screen, where they are checked like any others. */
function Send({ entry, work, open }: { entry: Entry; work: EntryWork; open: number }): ReactNode {
  const [, go] = useLocation();
  const writing = useMutation({
    mutationFn: () => checker().writeActuals(work.sheet, entry.sent, serialOf(new Date())),
    onSuccess: ({ files, troubles }) => {
      if (troubles.length > 0 || files.length === 0) return;
      handOver({ files, batch: EMPTY_BATCH });
      go('/new');
    },
  });
  const isWorking = work.state === 'saving' || writing.isPending;
  return (
    <>
      <Button icon="send" disabled={isWorking} onClick={() => writing.mutate()}>
        実績を送る
      </Button>
      {open > 0 && <span className="weak">未入力の日は「提供なし」として送られます。</span>}
      {writing.error && <Failure error={writing.error} />}
      {writing.data && writing.data.files.length === 0 && (
        <Banner tone="care" title="入力された実績がまだありません。" live />
      )}
      {writing.data && writing.data.troubles.length > 0 && (
        <Banner tone="bad" title="このままではファイルにできません。" live>
          {writing.data.troubles.map((trouble) => (
            <p key={trouble}>{trouble}</p>
          ))}
        </Banner>
      )}
    </>
  );
}
