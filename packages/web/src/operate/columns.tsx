import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { SaveCsv } from '../ui/save-csv.js';

/** A column: what it says as text, for CSV and for the screen, and how the screen draws it when text is not enough. */
export interface Column<T> {
  readonly head: string;
  readonly text: (row: T) => string | number;
  readonly cell?: (row: T) => ReactNode;
}

const ACTS = '操作';
/** The column of what may be done with a row; no CSV has it. */
export const actsColumn = <T,>(cell: (row: T) => ReactNode): Column<T> => ({ head: ACTS, text: () => '', cell });

export function csvRows<T>(columns: readonly Column<T>[], rows: readonly T[]): string[][] {
  const said = columns.filter(({ head }) => head !== ACTS);
  return [said.map(({ head }) => head), ...rows.map((row) => said.map(({ text }) => String(text(row))))];
}

/** Rows as a table, cards on a phone, with its CSV. */
export function DataTable<T>({
  label,
  fileName,
  columns,
  rows,
  keyOf,
}: {
  label: string;
  /** Name of its CSV; none when the screen offers one of its own. */
  fileName?: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  keyOf: (row: T) => string;
}): ReactNode {
  return (
    <>
      {fileName !== undefined && <SaveCsv small name={fileName} rows={() => csvRows(columns, rows)} />}
      <section className="table-frame" aria-label={label} tabIndex={0}>
        <table className="table table-cards">
          <thead>
            <tr>
              {columns.map(({ head }) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={keyOf(row)}>
                {columns.map(({ head, text, cell }) => (
                  <td key={head} data-label={head} className={typeof text(row) === 'number' ? 'number' : undefined}>
                    <span>{cell ? cell(row) : text(row)}</span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

export interface Paged<T> {
  readonly items: T[];
  readonly next: string | null;
}

const PAGE = 50;
/** All pages are asked for a CSV; beyond this the list is better narrowed first. */
const MOST = 200_000;

/** All rows of a list, however many pages they take. */
export async function everything<T>(
  load: (page: { cursor?: string; limit: number }) => Promise<Paged<T>>,
): Promise<T[]> {
  const all: T[] = [];
  for (let cursor: string | null = ''; cursor !== null && all.length < MOST; ) {
    const { items, next }: Paged<T> = await load({ limit: 100, ...(cursor ? { cursor } : {}) });
    all.push(...items);
    cursor = next;
  }
  return all;
}

/** A list of the hub, page by page, with its CSV. */
export function PagedTable<T>({
  label,
  fileName,
  queryKey,
  load,
  columns,
  keyOf,
  empty,
}: {
  label: string;
  /** Name of its CSV; null when the screen offers a file of its own. */
  fileName: string | null;
  queryKey: readonly unknown[];
  load: (page: { cursor?: string; limit: number }) => Promise<Paged<T>>;
  columns: readonly Column<T>[];
  keyOf: (row: T) => string;
  empty: string;
}): ReactNode {
  const { data, error, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery({
    queryKey,
    initialPageParam: '',
    queryFn: ({ pageParam }) => load({ limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) }),
    getNextPageParam: ({ next }) => next,
  });
  const rows = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <div className="stack">
      {error && <Failure error={error} />}
      {isFetching && !data && <p role="status">読み込んでいます…</p>}
      {data && rows.length === 0 && <p className="empty">{empty}</p>}
      {rows.length > 0 && (
        <>
          <div className="row spread">
            <p className="weak" role="status">
              {rows.length}件{hasNextPage ? '（続きがあります）' : ''}
            </p>
            {fileName !== null && (
              <SaveCsv name={fileName} rows={async () => csvRows(columns, await everything(load))} />
            )}
          </div>
          <DataTable label={label} columns={columns} rows={rows} keyOf={keyOf} />
        </>
      )}
      {hasNextPage && (
        <div>
          <Button disabled={isFetching} onClick={() => void fetchNextPage()}>
            さらに表示
          </Button>
        </div>
      )}
    </div>
  );
}
