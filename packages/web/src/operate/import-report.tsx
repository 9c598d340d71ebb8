import type { ImportReport, RefusedRow } from '@musubi/contract';
import type { ReactNode } from 'react';
import { Banner } from '../ui/banner.js';
import { SaveCsv } from '../ui/save-csv.js';
import { type Column, csvRows, DataTable } from './columns.js';

/** From this part of its offices on, a service losing them looks like the wrong file rather than like closures. */
const MANY_CLOSED = 0.05;

interface Named {
  readonly officeNumber: string;
  readonly name: string;
}
type Changed = ImportReport['changed'][number];

const named: readonly Column<Named>[] = [
  { head: '事業所番号', text: ({ officeNumber }) => officeNumber },
  { head: '事業所名', text: ({ name }) => name },
];
const changed: readonly Column<Changed>[] = [
  { head: '事業所番号', text: ({ officeNumber }) => officeNumber },
  { head: '事業所名', text: ({ name }) => name },
  {
    head: '変わったこと',
    text: ({ changes }) =>
      changes.map(({ column, before, after }) => `${column}: ${before || '（空）'} → ${after || '（空）'}`).join('／'),
  },
];
const refused: readonly Column<RefusedRow>[] = [
  { head: '行', text: ({ line }) => line },
  { head: '項目', text: ({ column }) => column },
  { head: '値', text: ({ value }) => value },
  { head: '理由', text: ({ reason }) => reason },
];

/** What is said of an import before and after it. */
const TENSES = {
  planned: {
    added: '加わる',
    changed: '変わる',
    closed: '閉じる',
    many: '件が検索から消えます。',
    mend: '全国のファイルでないときは、取り込まないでください。',
    refused: '（取り込みません）',
  },
  done: {
    added: '新しい',
    changed: '変わった',
    closed: '閉じた',
    many: '件が検索から消えました。',
    mend: '全国のファイルでなかったときは、正しいファイルを取り込むと元に戻ります。',
    refused: '（取り込んでいません）',
  },
} as const;

/** What one import did or would do: closed and refused first, for they are what may be wrong. */
export function ImportReportView({
  report,
  edition,
  tense,
}: {
  report: ImportReport;
  edition: string;
  tense: keyof typeof TENSES;
}): ReactNode {
  const { addedCount, changedCount, closedCount, refusedCount, unchanged } = report;
  const before = unchanged + changedCount + closedCount;
  const words = TENSES[tense];
  return (
    <>
      <p>
        {report.services.join('、')}（版 {edition}）: {report.rows.toLocaleString()}行
      </p>
      {closedCount > 0 && closedCount >= before * MANY_CLOSED && (
        <Banner tone="care" title={`${closedCount.toLocaleString()}${words.many}`}>
          <p>
            前にあった{before.toLocaleString()}件のうち、ファイルに{tense === 'done' ? 'なかった' : 'ない'}ものです。
            {words.mend}
          </p>
        </Banner>
      )}
      <dl className="facts">
        <dt>{words.added}</dt>
        <dd>{addedCount.toLocaleString()}件</dd>
        <dt>{words.changed}</dt>
        <dd>{changedCount.toLocaleString()}件</dd>
        <dt>{words.closed}</dt>
        <dd>{closedCount.toLocaleString()}件</dd>
        <dt>同じ</dt>
        <dd>{unchanged.toLocaleString()}件</dd>
        <dt>読めない行</dt>
        <dd>
          {refusedCount.toLocaleString()}件{refusedCount > 0 && words.refused}
        </dd>
      </dl>
      <Part title="読めない行" count={refusedCount} columns={refused} rows={report.refused} keyOf={refusedKey} />
      <Part title={`${words.closed}事業所`} count={closedCount} columns={named} rows={report.closed} keyOf={numberOf} />
      <Part
        title={`${words.changed}事業所`}
        count={changedCount}
        columns={changed}
        rows={report.changed}
        keyOf={numberOf}
      />
      <Part title={`${words.added}事業所`} count={addedCount} columns={named} rows={report.added} keyOf={numberOf} />
    </>
  );
}

const numberOf = ({ officeNumber }: Named) => officeNumber;
const refusedKey = ({ line, column }: RefusedRow) => `${line} ${column}`;

function Part<T>({
  title,
  count,
  columns,
  rows,
  keyOf,
}: {
  title: string;
  count: number;
  columns: readonly Column<T>[];
  rows: readonly T[];
  keyOf: (row: T) => string;
}): ReactNode {
  if (rows.length === 0) return null;
  return (
    <details>
      <summary>
        {title}（{count.toLocaleString()}件{count > rows.length ? `のうち先頭の${rows.length}件` : ''}）
      </summary>
      <div className="stack">
        <SaveCsv name={title} rows={() => csvRows(columns, rows)} />
        <DataTable label={title} columns={columns} rows={rows} keyOf={keyOf} />
      </div>
    </details>
  );
}
