import {
  clockSpan,
  lastDay,
  type SheetClient,
  type SheetProblem,
  type SheetRow,
  serviceTypeName,
  weekdayOf,
} from '@musubi/standard';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { useServiceNames } from '../app/use-reference.js';
import './entry.css';

export interface Spot {
  readonly row: string;
  readonly day: number;
}

const WEEKDAYS = ['月', '火', '水', '木', '金', '土', '日'] as const;

/**
 * The month of a client: a row per service, a cell per day; of actuals with the plan above and what was provided below, of
 * a schedule with the planned count alone. One cell has the focus; arrows move, digits enter, Space enters what was planned
 * (in a schedule: once or not), Delete takes the entry back.
 */
export function DayGrid({
  kind,
  month,
  client,
  spot,
  problems,
  onSpot,
  onCount,
}: {
  kind: '予定' | '実績';
  month: string;
  client: SheetClient;
  spot: Spot | null;
  problems: readonly SheetProblem[];
  onSpot: (spot: Spot) => void;
  onCount: (spot: Spot, count: number | null) => void;
}): ReactNode {
  const nameOf = useServiceNames();
  const table = useRef<HTMLTableElement>(null);
  const days = Array.from({ length: lastDay(month) }, (_, at) => at + 1);
  // A row may have gone or become another; one cell is always in reach of Tab.
  const isThere = client.rows.some(({ id }) => id === spot?.row);
  const active = spot && isThere ? spot : { row: client.rows[0]?.id ?? '', day: spot?.day ?? 1 };
  const move = (rowAt: number, day: number) => {
    const row = client.rows[Math.max(0, Math.min(rowAt, client.rows.length - 1))];
    const inside = Math.max(1, Math.min(day, days.length));
    if (!row) return;
    onSpot({ row: row.id, day: inside });
    table.current?.querySelector<HTMLElement>(`[data-spot="${row.id} ${inside}"]`)?.focus();
  };
  const press = (event: KeyboardEvent, rowAt: number, row: SheetRow, day: number) => {
    const here = { row: row.id, day };
    const planned = row.planned[day]?.count ?? 0;
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowRight: [rowAt, day + 1],
      ArrowLeft: [rowAt, day - 1],
      ArrowDown: [rowAt + 1, day],
      ArrowUp: [rowAt - 1, day],
      Home: [rowAt, 1],
      End: [rowAt, days.length],
    };
    const target = moves[event.key];
    if (target) move(...target);
    else if (/^\d$/.test(event.key)) onCount(here, Number(event.key));
    else if (event.key === ' ')
      onCount(here, kind === '予定' ? (row.counts[day] ? null : 1) : nextActual(row.counts[day], planned));
    else if (event.key === 'Delete' || event.key === 'Backspace') onCount(here, null);
    else return;
    event.preventDefault();
  };
  return (
    <div className="table-frame" role="group" aria-label={`日ごとの${kind}`}>
      <table
        className="table table-tight days entry"
        role="grid"
        ref={table}
        aria-label={`${client.name ?? client.insuredNumber}さんの${kind}`}
      >
        <thead>
          <tr>
            <th scope="col">時間</th>
            <th scope="col">サービス</th>
            {days.map((day) => (
              <th key={day} scope="col" className={tone(month, day)}>
                {day}
                <br />
                {WEEKDAYS[weekdayOf(month, day)]}
              </th>
            ))}
            <th scope="col">
              {kind === '実績' && (
                <>
                  予定
                  <br />
                </>
              )}
              {kind === '実績' ? '実績' : '計'}
            </th>
          </tr>
        </thead>
        <tbody>
          {client.rows.map((row, rowAt) => (
            <tr key={row.id}>
              <td className="nowrap">{clockSpan(row.start, row.end)}</td>
              <th scope="row" className="service">
                {nameOf(row.serviceCode, month, client.insurerNumber) ??
                  `${serviceTypeName(row.serviceCode.slice(0, 2))} ${row.serviceCode}`}
                <br />
                <span className="weak">
                  {[row.units === null ? '' : `${row.units}単位`, row.goodsName, kind === '予定' ? row.officeName : '']
                    .filter(Boolean)
                    .join(' ')}
                </span>
              </th>
              {days.map((day) => (
                <Cell
                  key={day}
                  kind={kind}
                  row={row}
                  day={day}
                  tone={tone(month, day)}
                  isActive={active.row === row.id && active.day === day}
                  isWrong={problems.some((one) => one.row === row.id && one.day === day && one.severity === 'error')}
                  onFocus={() => onSpot({ row: row.id, day })}
                  onKey={(event) => press(event, rowAt, row, day)}
                />
              ))}
              <td className="number">
                {kind === '実績' && (
                  <>
                    {sumOf(Object.values(row.planned).map(({ count }) => count))}
                    <br />
                  </>
                )}
                <strong>{sumOf(Object.values(row.counts))}</strong>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const sumOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);

const nextActual = (actual: number | undefined, planned: number) =>
  actual === undefined ? planned : actual === planned ? 0 : planned;

const tone = (month: string, day: number) => {
  const weekday = weekdayOf(month, day);
  return weekday === 6 ? 'sunday' : weekday === 5 ? 'saturday' : '';
};

function Cell({
  kind,
  row,
  day,
  tone: colour,
  isActive,
  isWrong,
  onFocus,
  onKey,
}: {
  kind: '予定' | '実績';
  row: SheetRow;
  day: number;
  tone: string;
  isActive: boolean;
  isWrong: boolean;
  onFocus: () => void;
  onKey: (event: KeyboardEvent) => void;
}): ReactNode {
  const planned = row.planned[day]?.count ?? null;
  const actual = row.counts[day];
  const differs = kind === '実績' && actual !== undefined && actual !== (planned ?? 0);
  const said =
    kind === '実績'
      ? `${day}日 予定${planned ?? 'なし'} 実績${actual ?? '未入力'}`
      : `${day}日 予定${actual || 'なし'}`;
  return (
    <td
      role="gridcell"
      tabIndex={isActive ? 0 : -1}
      aria-label={said}
      aria-invalid={isWrong || undefined}
      data-spot={`${row.id} ${day}`}
      className={`day entry-cell ${colour}${differs ? ' differs' : ''}${isActive ? ' active' : ''}${isWrong ? ' wrong' : ''}`}
      onFocus={onFocus}
      onClick={(event) => event.currentTarget.focus()}
      onKeyDown={onKey}
    >
      {kind === '実績' && <span className="entry-plan">{planned ?? ''}</span>}
      <span className="entry-actual">{kind === '予定' ? actual || '' : (actual ?? (planned ? '・' : ''))}</span>
    </td>
  );
}
