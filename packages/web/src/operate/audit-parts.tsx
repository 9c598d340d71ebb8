import type { AuditRow } from '@musubi/contract';
import { type ReactNode, useState } from 'react';
import { type Dates, useDates } from '../app/preferences.js';
import { TextField } from '../ui/field.js';
import { actionText, actorText, subjectText } from '../words/audit.js';
import { dayBefore, endOfDay, startOfDay } from '../words/days.js';
import { type Column, DataTable } from './columns.js';

export const auditColumns = (dates: Dates): Column<AuditRow>[] => [
  {
    head: '日時',
    text: ({ at }) => dates.moment(at),
    cell: ({ at }) => <span className="nowrap">{dates.moment(at)}</span>,
  },
  { head: '操作', text: actionText },
  { head: '行った人', text: actorText },
  {
    head: '事業所',
    text: ({ officeNumber, officeName }) => (officeName ? `${officeName}（${officeNumber}）` : (officeNumber ?? '')),
  },
  {
    head: '対象',
    text: (row) => subjectText(row, dates.month),
    cell: (row) => <span className="operate-text">{subjectText(row, dates.month)}</span>,
  },
  { head: '理由・符号', text: ({ detail }) => detail ?? '' },
];

/** Records about one thing, all of them. */
export function AuditTable({ fileName, rows }: { fileName: string; rows: readonly AuditRow[] }): ReactNode {
  const dates = useDates();
  return (
    <DataTable
      label="監査記録の一覧"
      fileName={fileName}
      columns={auditColumns(dates)}
      rows={rows}
      keyOf={({ id }) => id}
    />
  );
}

interface Period {
  /** Days, both included. */
  readonly from: string;
  readonly to: string;
  /** The same as instants, for queries. */
  readonly filter: { readonly from: string; readonly to: string };
  readonly fields: ReactNode;
}

/** The period whose records are shown, with its two fields; the last month at first. */
export function usePeriod(): Period {
  const [from, setFrom] = useState(() => dayBefore(30));
  const [to, setTo] = useState(() => dayBefore(0));
  const fields = (
    <>
      <TextField
        label="この日から"
        type="date"
        value={from}
        required
        onChange={({ target }) => setFrom(target.value || from)}
      />
      <TextField
        label="この日まで"
        type="date"
        value={to}
        required
        onChange={({ target }) => setTo(target.value || to)}
      />
    </>
  );
  return { from, to, filter: { from: startOfDay(from), to: endOfDay(to) }, fields };
}
