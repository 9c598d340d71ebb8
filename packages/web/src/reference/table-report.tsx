import type { ChangedCode, EndedCode, ImportFinding, ServiceCode } from '@musubi/reference';
import { Fragment, type ReactNode, useState } from 'react';
import type { TablePreview } from '../check/checker-api.js';
import { type Column, csvRows, DataTable } from '../operate/columns.js';
import { TextField } from '../ui/field.js';
import { SaveCsv } from '../ui/save-csv.js';

/** Rows of a part that are drawn; all of them are in its CSV. */
const SHOWN = 100;

const value = ({ units, permille }: ServiceCode) => {
  if (units !== null) return `${units.toLocaleString()}単位`;
  return permille === null ? '単位なし' : `${permille}‰`;
};
const content = (line: ServiceCode) => `${line.name}　${value(line)}　1${line.basis}につき`;
const monthText = (month: string) => `${month.slice(0, 4)}年${Number(month.slice(5))}月`;
const period = ({ from, until }: ServiceCode) => `${monthText(from)}〜${until === null ? '' : monthText(until)}`;
const about = (line: ServiceCode): Column<unknown>[] => [
  { head: 'コード', text: () => line.code },
  { head: '保険者', text: () => line.insurer ?? '全国' },
];
const columnsOf = <T,>(lineOf: (row: T) => ServiceCode, own: readonly Column<T>[]): Column<T>[] => [
  ...about(EMPTY).map(({ head }, at) => ({ head, text: (row: T) => about(lineOf(row))[at]?.text(row) ?? '' })),
  ...own,
  { head: '期間', text: (row) => period(lineOf(row)) },
];
const EMPTY: ServiceCode = {
  ...{ code: '', name: '', units: null, permille: null, basis: '回', kind: '基', from: '', until: null, insurer: null },
};

const added = columnsOf<ServiceCode>((line) => line, [{ head: '内容', text: content }]);
const changed = columnsOf<ChangedCode>(
  ({ after }) => after,
  [
    { head: 'いままで', text: ({ before }) => content(before) },
    { head: 'これから', text: ({ after }) => content(after) },
  ],
);
const ended = columnsOf<EndedCode>(
  ({ line }) => line,
  [
    { head: '内容', text: ({ line }) => content(line) },
    { head: '理由', text: ({ isMissing }) => (isMissing ? 'この表にない' : '期間が終わる') },
  ],
);
const findings: readonly Column<ImportFinding>[] = [
  {
    head: '場所',
    text: ({ sheet, line }) => [sheet, line > 0 ? `${line}行目` : 'ファイル全体'].filter(Boolean).join(' '),
  },
  { head: '項目', text: ({ item, column }) => (column > 0 ? `${item}（${column}列）` : item) },
  { head: '値', text: (one) => one.value },
  { head: '内容', text: ({ message }) => message },
  { head: 'すること', text: ({ remedy }) => remedy },
];

/** Shows the effect of importing a table: what is wrong first, then new, changed and ended codes, searched together. */
export function TableReport({ preview }: { preview: TablePreview }): ReactNode {
  const [words, setWords] = useState('');
  const errors = preview.findings.filter(({ severity }) => severity === 'error');
  const notices = preview.findings.filter(({ severity }) => severity === 'notice');
  const wanted = words.trim().normalize('NFKC').toUpperCase();
  const has = ({ code, name }: ServiceCode) =>
    wanted === '' || code.startsWith(wanted) || name.normalize('NFKC').toUpperCase().includes(wanted);
  const counts: readonly (readonly [string, number])[] = [
    ['新しい', preview.added.length],
    ['変わる', preview.changed.length],
    ['終わる', preview.ended.length],
    ['同じ', preview.unchanged],
    ['直すところ', errors.length],
  ];
  return (
    <div className="stack">
      <dl className="facts">
        {counts.map(([label, count]) => (
          <Fragment key={label}>
            <dt>{label}</dt>
            <dd>{count.toLocaleString()}件</dd>
          </Fragment>
        ))}
        {preview.passedOver.length > 0 && (
          <>
            <dt>見出しなど</dt>
            <dd>{preview.passedOver.length.toLocaleString()}行（コードの行ではないため読みません）</dd>
          </>
        )}
      </dl>
      <Part title="直すところ" columns={findings} rows={errors} open />
      <Part title="お知らせ" columns={findings} rows={notices} open />
      <TextField
        label="コードか名称で絞り込む"
        hint="例: 114001、初回加算"
        value={words}
        onChange={({ target }) => setWords(target.value)}
      />
      <Part title="終わるコード" columns={ended} rows={preview.ended.filter(({ line }) => has(line))} />
      <Part title="変わるコード" columns={changed} rows={preview.changed.filter(({ after }) => has(after))} />
      <Part title="新しいコード" columns={added} rows={preview.added.filter(has)} />
      <details>
        <summary>読まなかった行（{preview.passedOver.length.toLocaleString()}行）</summary>
        <ul>
          {preview.passedOver.slice(0, SHOWN).map(({ sheet, line, text }) => (
            <li key={`${sheet} ${line}`}>
              {sheet} {line}行目: {text}
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}

function Part<T>({
  title,
  columns,
  rows,
  open = false,
}: {
  title: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  open?: boolean;
}): ReactNode {
  if (rows.length === 0) return null;
  const shown = rows.slice(0, SHOWN);
  return (
    <details open={open}>
      <summary>
        {title}（{rows.length.toLocaleString()}件{rows.length > SHOWN ? `のうち先頭の${SHOWN}件` : ''}）
      </summary>
      <div className="stack">
        <SaveCsv name={title} rows={() => csvRows(columns, rows)} />
        <DataTable
          label={title}
          columns={columns}
          rows={shown}
          keyOf={(row) => columns.map(({ text }) => text(row)).join(' ')}
        />
      </div>
    </details>
  );
}
