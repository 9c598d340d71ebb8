import { clientNames, type KnownClient } from '@musubi/standard';
import { useMemo } from 'react';
import { useContentIndex } from './queries.js';

/**
 * Names of clients whose files carry only numbers, from everything this terminal has opened or sent: the schedule of a
 * client names who the actuals are about.
 */
export function useClientNames(): (client: KnownClient) => string | null {
  const { data } = useContentIndex();
  return useMemo(() => clientNames([...(data?.values() ?? [])].flatMap(({ clients }) => clients)), [data]);
}
