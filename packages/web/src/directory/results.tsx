import type { DirectoryQuery, DirectoryRow } from '@musubi/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Desk } from '../app/desk.js';
import { useDesk } from '../app/desk-context.js';
import { Badge } from '../ui/banner.js';
import { Failure } from '../ui/failure.js';
import { SaveCsv } from '../ui/save-csv.js';
import { VirtualList } from '../ui/virtual-list.js';
import { editionNames, serviceNames } from '../words/directory.js';
import { type Places, placeName, usePlaces } from './places.js';

const PAGE = 100;
const MOST_COUNTED = 1000;
const MOST_SAVED = 5000;

/** What was found, page by page, and saving it. */
export function Results({ query }: { query: DirectoryQuery }): ReactNode {
  const desk = useDesk();
  const { data: places } = usePlaces();
  const found = useInfiniteQuery({
    queryKey: ['directory', query],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      desk.hub.call('searchDirectory', {
        query: { ...query, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) },
      }),
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
  });
  const rows = found.data?.pages.flatMap(({ items }) => items) ?? [];
  const count = found.data?.pages[0]?.count ?? null;
  return (
    <section className="stack" aria-label="見つかった事業所">
      {found.error && <Failure error={found.error} />}
      <p role="status" className="directory-count">
        {count === null ? '探しています…' : countText(count)}
      </p>
      {rows.length > 0 && (
        <VirtualList
          label="見つかった事業所"
          rows={rows}
          total={found.hasNextPage ? null : rows.length}
          estimate={64}
          keyOf={({ officeNumber }) => officeNumber}
          onEnd={() => {
            if (found.hasNextPage && !found.isFetching) void found.fetchNextPage();
          }}
          head={
            <div role="row" className="list-row list-row-head office-row" tabIndex={-1}>
              {['参加', '事業所', 'サービスの種類', '所在地'].map((title) => (
                <span role="columnheader" key={title}>
                  {title}
                </span>
              ))}
            </div>
          }
          row={(row, index) => <OfficeRow row={row} index={index} places={places} />}
        />
      )}
      {rows.length > 0 && <SaveCsv name="事業所検索" rows={async () => csvRows(await loadAll(desk, query), places)} />}
      {(count ?? 0) > MOST_COUNTED && (
        <p className="weak">
          CSV には先頭の{MOST_SAVED.toLocaleString('ja-JP')}
          件までを保存します。地域やサービスの種類で絞り込むと、残りも保存できます。
        </p>
      )}
    </section>
  );
}

function countText(count: number): string {
  if (count === 0) return '見つかりませんでした。言葉を短くするか、絞り込みを減らしてください。';
  return count > MOST_COUNTED
    ? `${MOST_COUNTED.toLocaleString('ja-JP')}件以上見つかりました`
    : `${count}件見つかりました`;
}

function OfficeRow({
  row,
  index,
  places,
}: {
  row: DirectoryRow;
  index: number;
  places: Places | undefined;
}): ReactNode {
  const { officeNumber, name, participating, serviceTypes, editions, prefecture, municipality } = row;
  return (
    <div role="row" aria-rowindex={index + 2} className="list-row office-row" tabIndex={-1}>
      <span role="cell">
        {participating ? (
          <Badge tone="good" icon="good">
            参加中
          </Badge>
        ) : (
          <span className="weak">未参加</span>
        )}
      </span>
      <span role="cell">
        <Link href={`/offices/${officeNumber}`}>{name}</Link>
        <span className="weak directory-number">
          {officeNumber}
          {participating && ` ${editionNames(editions)}`}
        </span>
      </span>
      <span role="cell">{serviceNames(serviceTypes, 3)}</span>
      <span role="cell" className="weak">
        {placeName(places, prefecture, municipality)}
      </span>
    </div>
  );
}

async function loadAll(desk: Desk, query: DirectoryQuery): Promise<DirectoryRow[]> {
  const rows: DirectoryRow[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: DirectoryRow[]; next: string | null } = await desk.hub.call('searchDirectory', {
      query: { ...query, limit: 200, ...(cursor ? { cursor } : {}) },
    });
    rows.push(...page.items);
    cursor = page.next;
  } while (cursor && rows.length < MOST_SAVED);
  return rows.slice(0, MOST_SAVED);
}

function csvRows(rows: readonly DirectoryRow[], places: Places | undefined): string[][] {
  return [
    ['事業所番号', '事業所名', '参加', '受け取れる版', 'サービスの種類', '所在地'],
    ...rows.map(({ officeNumber, name, participating, editions, serviceTypes, prefecture, municipality }) => [
      officeNumber,
      name,
      participating ? '参加中' : '未参加',
      participating ? editionNames(editions) : '',
      serviceNames(serviceTypes),
      placeName(places, prefecture, municipality),
    ]),
  ];
}
