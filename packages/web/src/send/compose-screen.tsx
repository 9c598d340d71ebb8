import { isPlanning } from '@musubi/standard';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useDesk, useMaySend, useSession } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { usePartners } from '../app/queries.js';
import { checker, todayText } from '../check/checker.js';
import { FindingsList } from '../check/findings-list.js';
import { RefusedFiles } from '../check/refused-files.js';
import { switchedOff } from '../check/switched-off.js';
import { useFiles } from '../check/use-files.js';
import { Banner } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { DropArea } from '../ui/drop-area.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { monthToPlan } from '../words/months.js';
import '../check/check.css';
import './send.css';
import { isGone, outsiders, rowsOf } from './batch.js';
import { CommonLetter } from './common-letter.js';
import { openDraft } from './draft-saving.js';
import { DraftStatus } from './draft-status.js';
import { takeHandedOver } from './hand-over.js';
import { LetterPicker } from './letter-picker.js';
import { recipientOfAddress, useRecipients } from './recipients.js';
import { RowsTable } from './rows-table.js';
import { SendBar } from './send-bar.js';
import { judgeAll, useBatch } from './use-batch.js';
import { takeLeftDraft, useDraft } from './use-draft.js';
import { useSending } from './use-sending.js';

/** 新規作成 and 一括送信: drop files, look at what was found, send. One recipient or hundreds are the same to it. */
export default function ComposeScreen({
  mode,
  draftId,
}: {
  mode: 'single' | 'bulk';
  draftId: string | null;
}): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const [, go] = useLocation();
  const maySend = useMaySend();
  const { office } = useSession();
  const work = useFiles();
  const batchWork = useBatch();
  const { batch } = batchWork;
  const { files, outcome, busy, failure } = work.state;
  const [attachmentTrouble, setAttachmentTrouble] = useState<readonly string[]>([]);
  const [opening, setOpening] = useState<unknown>(draftId === null ? 'done' : 'busy');
  const units = outcome?.units ?? [];
  const { recipients, error: recipientsError } = useRecipients(units.map((unit) => unit.recipient.officeNumber));
  const { data: known } = usePartners();
  const sending = useSending();
  const rows = useMemo(() => {
    const around = { ownOffice: office.officeNumber, partners: known?.value.partners ?? [] };
    return rowsOf(outcome?.units ?? [], batch, recipients, sending.results, around);
  }, [outcome, batch, recipients, sending.results, office.officeNumber, known]);
  const isWorthSaving =
    maySend &&
    opening === 'done' &&
    !sending.isBusy &&
    !sending.isFinished &&
    (files.length > 0 || batch.letters.length > 0);
  const open = useMemo(() => rows.filter((row) => !isGone(row)), [rows]);
  const goneFiles = rows.filter(isGone).flatMap(({ unit }) => unit?.files.map(({ name }) => name) ?? []);
  const goneKey = goneFiles.join('/');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the names
  const openFiles = useMemo(() => files.filter(({ name }) => !goneFiles.includes(name)), [files, goneKey]);
  const draft = useDraft({ batch, rows: open, files: openFiles, laid: batchWork.replace }, isWorthSaving);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a draft is opened once, when the screen is
  useEffect(() => {
    const begin = async () => {
      const left = takeLeftDraft(desk);
      if (left !== null && draftId === null) return go(`/drafts/${left}`, { replace: true });
      const handed = takeHandedOver();
      if (handed) {
        await work.set(handed.files);
        batchWork.replace(handed.batch);
      }
      if (draftId === null) {
        const to = await recipientOfAddress(desk);
        if (to) batchWork.addLetter(to, to.serviceTypes[0] ?? '');
        return;
      }
      const opened = await openDraft(desk, draftId, async (all, names) => {
        const { units: found } = await checker().check(
          all.filter(({ name }) => names.includes(name)),
          todayText(),
          switchedOff(),
        );
        return found[0]?.key ?? null;
      });
      draft.opened(opened.place);
      batchWork.replace(opened.batch);
      await work.set(opened.files);
      setOpening('done');
    };
    begin().catch(setOpening);
  }, []);

  const drop: Parameters<typeof DropArea>[0]['onFiles'] = async (dropped) => {
    const { good, refused } = judgeAll(await work.add(dropped));
    setAttachmentTrouble(refused);
    if (good.length > 0) batchWork.addAttachments(good);
  };

  const title = mode === 'single' ? '新規作成' : '一括送信';
  if (!maySend) {
    return (
      <Page title={title}>
        <p>閲覧のみの権限では送信できません。事業所の管理者にお問い合わせください。</p>
      </Page>
    );
  }
  if (opening === 'busy')
    return (
      <Page title={title}>
        <p role="status">下書きを開いています…</p>
      </Page>
    );
  const isEmpty = rows.length === 0 && files.length === 0;
  return (
    <Page
      title={draftId === null ? title : '下書きの続き'}
      actions={!isEmpty && <DraftStatus draft={draft} onDiscarded={() => location.assign('/drafts')} />}
    >
      {opening !== 'done' && <Failure error={opening} />}
      <DropArea
        slim={!isEmpty}
        label={
          isEmpty
            ? '介護ソフトから出したファイルやフォルダを、この画面のどこかに放してください'
            : 'ファイルを追加するときは、この画面のどこかに放してください'
        }
        onFiles={(dropped) => void drop(dropped)}
        onFailure={work.fail}
      >
        {isEmpty && (
          <p className="weak">
            送信先と対象月はファイルから分かります。PDF・写真・Word・Excel
            は添付になります。ファイルを選んだだけでは送りません。
          </p>
        )}
      </DropArea>
      {isEmpty && mode === 'single' && office.serviceTypes.some(isPlanning) && (
        <p>
          介護ソフトがないときは、
          <Link href={`/schedule/${monthToPlan()}`}>{dates.month(monthToPlan())}の予定を画面で作る</Link>
          ことができます。
        </p>
      )}
      {busy && <p role="status">点検しています…</p>}
      {failure !== null && <Failure error={failure} />}
      {recipientsError && <Failure error={recipientsError} />}
      <RefusedFiles state={work.state} />
      {attachmentTrouble.length > 0 && (
        <Banner tone="care" title="添付できないファイルがあります" live>
          {attachmentTrouble.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </Banner>
      )}
      <Findings work={work} />
      {mode === 'single' && isEmpty && <LetterPicker onPick={batchWork.addLetter} />}
      {rows.length > 0 && (
        <>
          <Hints hints={outcome?.hints ?? []} />
          <CommonLetter work={batchWork} many={rows.length > 1} />
          <RowsTable rows={rows} work={batchWork} files={work} sending={sending} busy={sending.isBusy} />
          <Outsiders count={outsiders(rows).length} />
          <SendBar rows={rows} batch={batch} draft={draft} sending={sending} />
        </>
      )}
      {files.length > 0 && (
        <p>
          <Button look="text" small onClick={work.clear} disabled={sending.isBusy}>
            ファイルをすべて取り除く
          </Button>
        </p>
      )}
    </Page>
  );
}

/** Findings outside the rows: files that belong to no unit. Those of a row stand in the row. */
function Findings({ work }: { work: ReturnType<typeof useFiles> }): ReactNode {
  const { outcome } = work.state;
  if (!outcome) return null;
  const inUnits = new Set(outcome.units.flatMap(({ files }) => files.map(({ name }) => name)));
  const strays = outcome.findings.filter(
    ({ file, severity }) => severity !== 'notice' && (file === null || !inUnits.has(file)),
  );
  const ofUnits = new Set(outcome.units.flatMap(({ findings }) => findings.map(({ message }) => message)));
  const open = strays.filter(({ message }) => !ofUnits.has(message));
  if (open.length === 0) return null;
  return (
    <section className="stack-s" aria-label="送信先に結び付かないファイル">
      <h2>このままでは送れないファイル</h2>
      <FindingsList findings={open} onRepair={(repairs) => void work.repair(repairs)} />
    </section>
  );
}

function Hints({ hints }: { hints: readonly string[] }): ReactNode {
  if (hints.length === 0) return null;
  return (
    <Banner tone="care" title="月を確かめてください" live>
      {hints.map((hint) => (
        <p key={hint}>{hint}</p>
      ))}
    </Banner>
  );
}

function Outsiders({ count }: { count: number }): ReactNode {
  const dates = useDates();
  if (count === 0) return null;
  return (
    <Banner tone="care" title={`Musubi に参加していない送信先が${count}件あります`}>
      <p>
        この{count}件は送れません（{dates.date(new Date().toISOString())}
        現在）。「中身を見る」から印刷して、これまでどおり FAX
        や郵送で渡してください。相手が参加すると、同じファイルをそのまま送れます。
      </p>
    </Banner>
  );
}
