import type { Transmission } from '@musubi/contract';
import { useState } from 'react';
import { useTransmissions } from '../app/queries.js';
import { type BoxFilter, queryOf, useBoxFilter } from './box-filters.js';
import { useClientSearch } from './client-search.js';

/** What 受信一覧 and 送信一覧 work on: narrowed by filter or client, with what a person selected. */
export interface Box {
  readonly filter: BoxFilter;
  setFilter(change: Partial<BoxFilter>): void;
  readonly search: string;
  setSearch(text: string): void;
  readonly byClient: ReturnType<typeof useClientSearch>;
  /** All rows the hub has given so far, whatever client is searched for. */
  readonly loaded: readonly Transmission[];
  readonly rows: readonly Transmission[];
  /** Null while more rows may come. */
  readonly total: number | null;
  readonly isEmpty: boolean;
  readonly error: unknown;
  /** When a copy of this terminal stands in for the hub: the time it was made. */
  readonly copyOf: string | null;
  readonly selected: ReadonlySet<string>;
  /** The selected rows that are shown. */
  readonly chosen: readonly Transmission[];
  select(id: string, isSelected: boolean): void;
  setSelected(rows: readonly Transmission[]): void;
  loadMore(): void;
}

export function useBox(box: 'inbox' | 'sent'): Box {
  const [filter, setFilter] = useBoxFilter();
  const [search, setSearch] = useState('');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const list = useTransmissions(queryOf(box, filter));
  const byClient = useClientSearch(box, search);
  const loaded = list.data?.pages.flatMap(({ value }) => value.items) ?? [];
  const rows = byClient.isOn ? byClient.found : loaded;
  return {
    filter,
    setFilter,
    search,
    setSearch,
    byClient,
    loaded,
    rows,
    total: byClient.isOn || !list.hasNextPage ? rows.length : null,
    isEmpty: rows.length === 0 && !list.isPending,
    error: list.error ?? byClient.error,
    copyOf: list.data?.pages[0]?.copyOf ?? null,
    selected,
    chosen: rows.filter(({ id }) => selected.has(id)),
    select: (id, isSelected) => {
      const next = new Set(selected);
      if (isSelected) next.add(id);
      else next.delete(id);
      setSelected(next);
    },
    setSelected: (chosen) => setSelected(new Set(chosen.map(({ id }) => id))),
    loadMore: () => {
      if (!byClient.isOn && list.hasNextPage && !list.isFetching) void list.fetchNextPage();
    },
  };
}
