import {
  type ActualsSheet,
  addClient,
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
import { type ReactNode, useMemo } from 'react';
import { useLocation } from 'wouter';
import { useDesk, useMaySend, useSession } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { useDates } from '../app/preferences.js';
import { useKnowledge } from '../app/use-reference.js';
import { checker } from '../check/checker.js';
import { UnusedBanner } from '../check/unused-banner.js';
import '../check/check.css';
import { AddClient } from '../entry/add-client.js';
import { DayGrid, type Spot } from '../entry/day-grid.js';
import { InsurerButton } from '../entry/insurer-button.js';
import { EntryClients, nameOfClient, Problems, SaveBadge, SaveFailure, serialOf } from '../entry/parts.js';
import { type EntryWork, useEntry } from '../entry/use-entry.js';
import { EMPTY_BATCH } from '../send/batch.js';
import { handOver } from '../send/hand-over.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { SelectField } from '../ui/field.js';
import { Page } from '../ui/page.js';
import { AddService } from './add-service.js';
import { actualsStore, type Entry, loadEntry, type Place } from './load.js';
import { SpotEditor } from './spot-editor.js';

/** 実績入力: a month's actuals entered against the schedule that came, for offices without care software. */
export default function ActualsScreen({ month, planner }: { month: string; planner: string }): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const maySend = useMaySend();
  const { office } = useSession();
  const types = office.serviceTypes;
  const [serviceType, setServiceType] = useKept(`actuals/service-type/${month}/${planner}`, types[0] ?? '');
  const place = useMemo((): Place => ({ month, planner, serviceType }), [month, planner, serviceType]);
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

function EntryForm({ entry, place }: { entry: Entry; place: Place }): ReactNode {
  const [current, setCurrent] = useKept<string | null>(
    `actuals/client/${place.month}/${place.planner}`,
    entry.sheet.clients[0]?.key ?? null,
  );
  const [spot, setSpot] = useKept<Spot | null>(`actuals/spot/${place.month}/${place.planner}`, null);
  const desk = useDesk();
  const store = useMemo(() => actualsStore(desk, place, entry.scheduleSerial), [desk, place, entry.scheduleSerial]);
  const work = useEntry(entry.sheet, entry.entered, store, current);
  const [isAdding, setAdding] = useKept(`actuals/adding/${place.month}/${place.planner}`, false);
  const client = work.sheet.clients.find(({ key }) => key === current);
  const open = work.sheet.clients.reduce((sum, one) => sum + openDays(one), 0);
  const choose = (key: string) => {
    setCurrent(key);
    setSpot(null);
  };
  return (
    <>
      <div className="row spread">
        <p>
          {entry.plannerName} の予定から入力します。利用者{work.sheet.clients.length}人、
          <strong>未入力の日 {open}日</strong>
        </p>
        <SaveBadge state={work.state} />
      </div>
      <SaveFailure work={work} />
      <UnusedBanner unused={entry.unused} title="予定の中に、読み取れず入力に出ていないものがあります。" />
      {work.sheet.clients.length === 0 && <p className="empty">この予定には、自事業所のサービスがありません。</p>}
      <div className="row">
        <Button look="main" icon="good" onClick={() => work.edit((sheet) => asPlanned(sheet))}>
          全員、予定どおりにする
        </Button>
        <Button onClick={work.undo} disabled={!work.canUndo}>
          元に戻す
        </Button>
        <Button onClick={() => setAdding(true)}>予定にない利用者</Button>
        <Send entry={entry} work={work} open={open} />
      </div>
      <div className="entry-screen">
        <EntryClients work={work} current={current} note={noteOf} onChoose={choose} />
        {client && (
          <ClientForm key={client.key} client={client} place={place} work={work} spot={spot} onSpot={setSpot} />
        )}
      </div>
      {isAdding && (
        <AddClient
          onClose={() => setAdding(false)}
          onAdd={(person) => {
            work.edit((sheet) => addClient(sheet, person));
            choose(`${person.insurerNumber} ${person.insuredNumber}`);
          }}
        />
      )}
    </>
  );
}

function noteOf(client: SheetClient): string {
  const left = openDays(client);
  if (left > 0) return `未入力 ${left}日`;
  return client.rows.length === 0 ? 'サービスを加えてください' : '入力済';
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
  work: EntryWork<ActualsSheet>;
  spot: Spot | null;
  onSpot: (spot: Spot) => void;
}): ReactNode {
  const [isAdding, setAdding] = useKept(`actuals/adding-service/${place.month}/${client.key}`, false);
  const knowledge = useKnowledge();
  const problems = useMemo(() => problemsOf(work.sheet, client.key), [work.sheet, client.key]);
  const row = client.rows.find(({ id }) => id === spot?.row);
  const weeks = weeksOf(place.month);
  return (
    <section className="stack" aria-label={nameOfClient(client)}>
      <div className="row">
        <h2>{nameOfClient(client)}</h2>
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
            if (week > 1) work.edit((sheet) => copyWeek(sheet, client.key, week - 1, week, knowledge));
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
        <InsurerButton client={client} edit={work.edit} />
      </div>
      {work.outdated.has(client.key) && (
        <Banner tone="care" title="入力したあとに、予定が差し替えられました。" live>
          <Button small onClick={() => work.restart(client.key)}>
            新しい予定で入力し直す
          </Button>
        </Banner>
      )}
      <DayGrid
        kind="実績"
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
        <SpotEditor
          key={`${spot.row} ${spot.day}`}
          client={client}
          month={place.month}
          row={row}
          spot={spot}
          edit={work.edit}
        />
      )}
      <Problems problems={problems} />
      {isAdding && (
        <AddService
          client={client}
          month={place.month}
          ownType={place.serviceType}
          edit={work.edit}
          onClose={() => setAdding(false)}
        />
      )}
    </section>
  );
}

/** Writes the standard's files and hands them to the sending screen, where they are checked like any others. */
function Send({ entry, work, open }: { entry: Entry; work: EntryWork<ActualsSheet>; open: number }): ReactNode {
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
