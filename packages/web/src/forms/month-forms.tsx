import { listAll } from '@musubi/client';
import type { InputFile } from '@musubi/standard';
import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { Desk } from '../app/desk.js';
import { useDesk } from '../app/desk-context.js';
import { useDates } from '../app/preferences.js';
import { openContent } from '../boxes/contents.js';
import { Progress } from '../ui/banner.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Failure } from '../ui/failure.js';

const FormsDialog = lazy(() => import('./forms-dialog.js'));

const KINDS: ReadonlySet<string> = new Set(['schedule', 'schedule-deletion', 'actuals', 'actuals-deletion']);

interface MonthFiles {
  readonly files: readonly InputFile[];
  /** Transmissions whose content could not be opened here. */
  readonly closed: number;
}

/** Schedules and actuals of a month that went or came, with all partners or one. */
async function loadFiles(
  desk: Desk,
  month: string,
  partner: string | null,
  onProgress: (done: number) => void,
): Promise<MonthFiles> {
  const files: InputFile[] = [];
  let [done, closed] = [0, 0];
  for (const box of ['sent', 'inbox'] as const) {
    for await (const one of listAll(desk.hub, { box, month, ...(partner ? { partner } : {}) })) {
      if (!KINDS.has(one.kind) || one.delivery === 'recalled' || one.decision === 'rejected') continue;
      try {
        files.push(...(await openContent(desk, one)).files);
      } catch {
        closed++; // told above the forms
      }
      onProgress(++done);
    }
  }
  return { files, closed };
}

/** 帳票 of a month: 予定 and 実績 of each client on one sheet. */
export function MonthFormsButton({
  month,
  partner = null,
  small = false,
}: {
  month: string;
  /** One partner only; null for all. */
  partner?: { readonly officeNumber: string; readonly name: string } | null;
  small?: boolean;
}): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button icon="file" small={small} onClick={() => setOpen(true)}>
        {partner ? (
          <>
            帳票<span className="visually-hidden">：{partner.name}</span>
          </>
        ) : (
          'この月の帳票（全員）'
        )}
      </Button>
      {isOpen && <MonthForms month={month} partner={partner} onClose={() => setOpen(false)} />}
    </>
  );
}

function MonthForms({
  month,
  partner,
  onClose,
}: {
  month: string;
  partner: { readonly officeNumber: string; readonly name: string } | null;
  onClose: () => void;
}): ReactNode {
  const desk = useDesk();
  const dates = useDates();
  const [done, setDone] = useState(0);
  const { data, error } = useQuery({
    queryKey: ['month-forms', month, partner?.officeNumber ?? ''],
    queryFn: () => loadFiles(desk, month, partner?.officeNumber ?? null, setDone),
    gcTime: 0,
  });
  const title = [dates.month(month), partner?.name].filter(Boolean).join('　');
  if (!data)
    return (
      <Dialog title={`帳票　${title}`} wide onClose={onClose}>
        {error ? <Failure error={error} /> : <Waiting done={done} />}
      </Dialog>
    );
  const notes = data.closed > 0 ? [`開けないデータが${data.closed}件あり、帳票に入っていません。`] : [];
  return (
    <Suspense fallback={null}>
      <FormsDialog title={title} files={data.files} notes={notes} onClose={onClose} />
    </Suspense>
  );
}

const Waiting = ({ done }: { done: number }) => (
  <Progress label={`予定と実績を開いています（${done}件）`} done={0} total={null} />
);
