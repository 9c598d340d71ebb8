import { scheduleId } from '@musubi/client';
import { addPerson, annexTotals, emptySchedule, personOf, problemsOf, type ScheduleSheet } from '@musubi/standard';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useDesk, useMaySend } from '../app/desk-context.js';
import { useKept } from '../app/kept.js';
import { useDates } from '../app/preferences.js';
import type { Charges } from '../app/reference.js';
import { useCharges } from '../app/use-reference.js';
import { checker } from '../check/checker.js';
import { UnusedBanner } from '../check/unused-banner.js';
import '../check/check.css';
import { EntryClients, SaveBadge, SaveFailure, serialOf } from '../entry/parts.js';
import { type EntryWork, useEntry } from '../entry/use-entry.js';
import { EMPTY_BATCH } from '../send/batch.js';
import { handOver } from '../send/hand-over.js';
import { Banner } from '../ui/banner.js';
import { Button, ButtonLink } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { monthBefore } from '../words/months.js';
import { ClientForm } from './client-form.js';
import { ClientTable } from './client-table.js';
import { type Begun, type LoadedSchedule, loadSchedule, scheduleStore } from './load.js';
import { PersonDialog } from './person-dialog.js';

/** 予定作成: a month's 第6表 and 第7表 made on screen, for care offices without care software. */
export default function ScheduleScreen({ month, client }: { month: string; client: string | null }): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const maySend = useMaySend();
  const charges = useCharges();
  const { data, error, isPending } = useQuery({
    queryKey: ['schedule', month],
    queryFn: () => loadSchedule(desk, month),
    enabled: maySend,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <Page title={`予定作成 ${dates.month(month)}`}>
      {!maySend && <p>閲覧のみの権限では作成できません。</p>}
      {error && <Failure error={error} />}
      {charges.error && <Failure error={charges.error} />}
      {maySend && !error && (isPending || charges.isPending) && <p role="status">先月の予定を開いています…</p>}
      {data === null && (
        <Banner tone="care" title="利用票を作れるのは、居宅介護支援などの計画を作る事業所です。">
          <p>サービス事業所は、届いた予定から実績を入力してください。</p>
        </Banner>
      )}
      {data && charges.data && <ScheduleForm loaded={data} charges={charges.data} month={month} id={client} />}
    </Page>
  );
}

/** Of clients by key, the ids that stand in addresses: numbers of persons never do. */
function useClientIds(month: string, { clients }: ScheduleSheet): ReadonlyMap<string, string> {
  const [ids, setIds] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    let isCurrent = true;
    const all = clients.map(async ({ key }) => [key, await scheduleId(month, key)] as const);
    void Promise.all(all).then((pairs) => {
      if (isCurrent) setIds(new Map(pairs));
    });
    return () => {
      isCurrent = false;
    };
  }, [month, clients]);
  return ids;
}

function ScheduleForm({
  loaded,
  charges,
  month,
  id,
}: {
  loaded: LoadedSchedule;
  charges: Charges;
  month: string;
  id: string | null;
}): ReactNode {
  const desk = useDesk();
  const [, go] = useLocation();
  const [isAdding, setAdding] = useKept(`schedule/adding/${month}`, false);
  const [current, setCurrent] = useState<string | null>(null);
  const store = useMemo(() => scheduleStore(desk, month), [desk, month]);
  const work = useEntry(loaded.sheet, loaded.entered, store, current);
  const { sheet } = work;
  const ids = useClientIds(month, sheet);
  const chosen = [...ids].find(([, one]) => one === id)?.[0] ?? null;
  useEffect(() => setCurrent(chosen), [chosen]);
  const client = sheet.clients.find(({ key }) => key === chosen);
  const choose = (key: string) => void scheduleId(month, key).then((one) => go(`/schedule/${month}/${one}`));
  return (
    <>
      <div className="row spread">
        <BegunFrom begun={loaded.begun} month={month} clients={sheet.clients.length} />
        <SaveBadge state={work.state} />
      </div>
      <UnusedBanner unused={loaded.unused} title="もとにした予定の中に、読み取れず入っていないものがあります。" />
      <SaveFailure work={work} />
      <div className="row">
        {client && <ButtonLink to={`/schedule/${month}`}>全員の一覧</ButtonLink>}
        <Button onClick={() => setAdding(true)}>利用者を加える</Button>
        <Button onClick={work.undo} disabled={!work.canUndo}>
          元に戻す
        </Button>
        <Send work={work} />
      </div>
      {client ? (
        <div className="entry-screen">
          <EntryClients work={work} current={chosen} note={(one) => unitsNote(sheet, one)} onChoose={choose} />
          <ClientForm key={client.key} {...{ client, work, charges }} onRemoved={() => go(`/schedule/${month}`)} />
        </div>
      ) : (
        <ClientTable work={work} ids={ids} />
      )}
      {isAdding && (
        <PersonDialog
          numbers={null}
          person={personOf(emptySchedule(month, sheet.planner), '')}
          limits={charges.limits}
          onSave={(numbers, person) => {
            work.edit((now) => addPerson(now, numbers, person));
            choose(`${numbers.insurerNumber} ${numbers.insuredNumber}`);
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </>
  );
}

function unitsNote(sheet: ScheduleSheet, client: ScheduleSheet['clients'][number]): string {
  const { managed, overLimit, overTypeLimit } = annexTotals(sheet, client);
  return `${managed.toLocaleString('ja-JP')}単位${overLimit + overTypeLimit > 0 ? '・限度超' : ''}`;
}

function BegunFrom({ begun, month, clients }: { begun: Begun; month: string; clients: number }): ReactNode {
  const dates = useDates();
  const words: Readonly<Record<Begun, string>> = {
    sent: 'この月に送った予定の続きです。直して送ると、差し替えになります。',
    before: `${dates.month(monthBefore(month))}の予定を、曜日に合わせて写しました。`,
    nothing: '送った予定がまだないので、空から始めます。「利用者を加える」で始めてください。',
  };
  return (
    <p>
      {words[begun]}利用者{clients}人。
    </p>
  );
}

/** Writes the standard's files for every office and hands them to the sending screen, where they are checked like any others. */
function Send({ work }: { work: EntryWork<ScheduleSheet> }): ReactNode {
  const [, go] = useLocation();
  const errors = useMemo(
    () => problemsOf(work.sheet).filter(({ severity }) => severity === 'error').length,
    [work.sheet],
  );
  const writing = useMutation({
    mutationFn: () => checker().writeSchedule(work.sheet, serialOf(new Date())),
    onSuccess: ({ files, troubles }) => {
      if (troubles.length > 0 || files.length === 0) return;
      handOver({ files, batch: EMPTY_BATCH });
      go('/bulk');
    },
  });
  return (
    <>
      <Button
        look="main"
        icon="send"
        disabled={work.state === 'saving' || writing.isPending}
        onClick={() => writing.mutate()}
      >
        予定を送る
      </Button>
      {errors > 0 && <span className="weak">直すところが{errors}件あります。</span>}
      {writing.error && <Failure error={writing.error} />}
      {writing.data?.files.length === 0 && writing.data.troubles.length === 0 && (
        <Banner tone="care" title="予定がまだ1つもありません。" live>
          <p>利用者を選んで、サービスを加えてください。</p>
        </Banner>
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
