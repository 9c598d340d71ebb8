import type { DirectoryQuery } from '@musubi/contract';
import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';

/** What a search is narrowed to; it stands in the address, so that it can be handed on. Names of offices are public. */
export interface DirectoryFilter {
  readonly search: string;
  readonly prefecture: string;
  readonly municipality: string;
  readonly service: string;
  readonly edition: string;
  readonly only: string;
}

const NAMES = ['search', 'prefecture', 'municipality', 'service', 'edition', 'only'] as const;

export function useDirectoryFilter(): [DirectoryFilter, (change: Partial<DirectoryFilter>) => void] {
  const [path, go] = useLocation();
  const query = useSearch();
  const filter = useMemo(() => {
    const given = new URLSearchParams(query);
    const value = (name: (typeof NAMES)[number]) => given.get(name) ?? '';
    return {
      search: value('search'),
      prefecture: value('prefecture'),
      municipality: value('municipality'),
      service: value('service'),
      edition: value('edition'),
      only: value('only'),
    };
  }, [query]);
  const change = useCallback(
    (given: Partial<DirectoryFilter>) => {
      const next = { ...filter, ...given };
      const kept = NAMES.flatMap((name) => (next[name] ? [[name, next[name]]] : []));
      const text = new URLSearchParams(kept).toString();
      go(text ? `${path}?${text}` : path, { replace: true });
    },
    [filter, go, path],
  );
  return [filter, change];
}

/** What the hub is asked; what somebody wrote into the address that makes no sense is left out. */
export function queryOf({ search, prefecture, municipality, service, edition, only }: DirectoryFilter): DirectoryQuery {
  const known = (['3', '4.1'] as const).find((one) => one === edition);
  return {
    ...(search.trim() ? { search: search.trim().slice(0, 100) } : {}),
    ...(/^\d{2}$/.test(prefecture) ? { prefecture } : {}),
    ...(/^\d{5}$/.test(municipality) ? { municipality } : {}),
    ...(/^[0-9A-Z]{2}$/.test(service) ? { serviceType: service } : {}),
    ...(known ? { edition: known } : {}),
    ...(only === 'yes' ? { participating: 'yes' as const } : {}),
  };
}
