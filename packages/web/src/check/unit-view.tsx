import {
  type Block,
  type ClientHead,
  clockSpan,
  formatDate,
  formatMonth,
  type SourceRef,
  type UnitView,
  type Value,
} from '@musubi/standard';
import { type ReactNode, useState } from 'react';
import { useClientNames } from '../app/client-names.js';
import { useDates } from '../app/preferences.js';
import { CheckBox, SelectField } from '../ui/field.js';
import type { NameOf } from './clients-text.js';

const WEEKDAYS = ['日', '月', '火', '水', '木', '金', '土'] as const;

function useValueText(): (value: Value) => string {
  const { style } = useDates();
  return (value) => {
    if (typeof value === 'string') return value;
    if ('date' in value) return formatDate(value.date, style);
    if ('month' in value) return formatMonth(value.month, style);
    return value.number.toLocaleString('ja-JP');
  };
}

/** Units as the forms everybody knows, client by client. */
export function UnitViews({
  views,
  nameOf,
}: {
  views: readonly UnitView[];
  /** Names from files at hand, for clients whom the shown files only number. */
  nameOf: NameOf;
}): ReactNode {
  const known = useClientNames();
  const named = (client: ClientHead | null): ClientHead | null =>
    client && { ...client, name: known(client) ?? nameOf(client) };
  const [client, setClient] = useState('');
  const [showSource, setShowSource] = useState(false);
  const clients = [
    ...new Map(views.flatMap(({ sheets }) => sheets.map((sheet) => [keyOf(sheet.client), named(sheet.client)]))),
  ];
  const shown = client === '' && clients.length > 8 ? (clients[0]?.[0] ?? '') : client;
  return (
    <div className="stack">
      <div className="filters">
        {clients.length > 1 && (
          <SelectField small label="利用者" value={shown} onChange={(event) => setClient(event.target.value)}>
            {clients.length <= 8 && <option value="">全員（{clients.length}人）</option>}
            {clients.map(([key, head]) => (
              <option key={key} value={key}>
                {head ? (head.name ?? `被保険者番号 ${head.insuredNumber}`) : '全体'}
              </option>
            ))}
          </SelectField>
        )}
        <CheckBox
          label="どのファイルの何行目かを表示"
          checked={showSource}
          onChange={(event) => setShowSource(event.target.checked)}
        />
      </div>
      {views.map((view, at) => (
        <section key={at} className="stack">
          {view.sheets
            .filter((sheet) => shown === '' || keyOf(sheet.client) === shown)
            .map((sheet, index) => (
              <article key={index} className="sheet stack-s">
                <h3>{sheet.title}</h3>
                <ClientLine client={named(sheet.client)} />
                {sheet.blocks.map((block, place) => (
                  <BlockView key={place} block={block} showSource={showSource} />
                ))}
              </article>
            ))}
        </section>
      ))}
    </div>
  );
}

const keyOf = (client: ClientHead | null) => (client ? `${client.insurerNumber} ${client.insuredNumber}` : '');

function ClientLine({ client }: { client: ClientHead | null }): ReactNode {
  const { style } = useDates();
  if (!client) return null;
  const { name, kana, sex, birthDate, careLevel, insuredNumber } = client;
  return (
    <p>
      <strong>{name ?? '（氏名なし）'}</strong>
      {kana ? `（${kana}）` : ''} {sex ?? ''} {birthDate ? `${formatDate(birthDate, style)}生` : ''} {careLevel ?? ''}{' '}
      <span className="weak">被保険者番号 {insuredNumber}</span>
    </p>
  );
}

function Source({ source }: { source: SourceRef | null }): ReactNode {
  return source ? (
    <span className="weak source">
      {source.file} {source.record}件目
    </span>
  ) : null;
}

function BlockView({ block, showSource }: { block: Block; showSource: boolean }): ReactNode {
  const text = useValueText();
  switch (block.type) {
    case 'fields':
      return (
        <div>
          {block.label && <h4>{block.label}</h4>}
          <dl className="facts">
            {block.fields.map(({ label, value }) => (
              <div key={label} className="fact">
                <dt>{label}</dt>
                <dd>{text(value)}</dd>
              </div>
            ))}
          </dl>
          {showSource && <Source source={block.source} />}
        </div>
      );
    case 'text':
      return (
        <div>
          <h4>{block.label}</h4>
          <p className="form-text">{block.text}</p>
          {showSource && <Source source={block.source} />}
        </div>
      );
    case 'table':
      return <TableBlock block={block} showSource={showSource} />;
    case 'days':
      return <DaysBlock block={block} showSource={showSource} />;
  }
}

function TableBlock({
  block,
  showSource,
}: {
  block: Extract<Block, { type: 'table' }>;
  showSource: boolean;
}): ReactNode {
  const text = useValueText();
  return (
    <div>
      {block.label && <h4>{block.label}</h4>}
      <div className="table-frame" tabIndex={0} role="group" aria-label={block.label ?? '表'}>
        <table className="table table-tight">
          <thead>
            <tr>
              {block.columns.map(({ label, align }, at) => (
                <th key={at} scope="col" className={align === 'right' ? 'number' : ''}>
                  {label}
                </th>
              ))}
              {showSource && <th scope="col">ファイル</th>}
            </tr>
          </thead>
          <tbody>
            {block.rows.map(({ cells, emphasis, source }, at) => (
              <tr key={at} className={emphasis ? 'emphasis' : ''}>
                {cells.map((cell, column) => (
                  <td key={column} className={block.columns[column]?.align === 'right' ? 'number' : 'form-text'}>
                    {text(cell)}
                  </td>
                ))}
                {showSource && (
                  <td>
                    <Source source={source} />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function DaysBlock({ block, showSource }: { block: Extract<Block, { type: 'days' }>; showSource: boolean }): ReactNode {
  const [year = 1970, month = 1] = block.month.split('-').map(Number);
  const days = Array.from({ length: new Date(year, month, 0).getDate() }, (_, at) => at + 1);
  const weekday = (day: number) => new Date(year, month - 1, day).getDay();
  const tone = (day: number) => (weekday(day) === 0 ? 'sunday' : weekday(day) === 6 ? 'saturday' : '');
  return (
    <div className="table-frame" tabIndex={0} role="group" aria-label={`${block.kind}の日別の表`}>
      <table className="table table-tight days">
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              時間
            </th>
            <th scope="col" rowSpan={2}>
              サービス（{block.kind}）
            </th>
            {days.map((day) => (
              <th key={day} scope="col" className={tone(day)}>
                {day}
              </th>
            ))}
            <th scope="col" rowSpan={2}>
              計
            </th>
          </tr>
          <tr>
            {days.map((day) => (
              <th key={day} className={tone(day)}>
                {WEEKDAYS[weekday(day)]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {block.rows.map((row, at) => (
            <tr key={at}>
              <td className="nowrap">{clockSpan(row.start, row.end)}</td>
              <th scope="row" className="service">
                {row.service}
                <br />
                <span className="weak">
                  {row.office} {row.note}
                </span>
                {showSource && <Source source={row.sources[0] ?? null} />}
              </th>
              {days.map((day) => (
                <td key={day} className={`day ${tone(day)}`}>
                  {row.counts[day - 1] ?? ''}
                </td>
              ))}
              <td className="number">{row.total}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
