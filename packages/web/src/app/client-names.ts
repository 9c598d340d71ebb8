import { useMemo } from 'react';
import { useContentIndex } from './queries.js';

/** A client as files name them: actuals carry numbers only. */
export interface NumberedClient {
  readonly insuredNumber: string;
  readonly name: string | null;
}

/**
 * Names of clients whose files carry only numbers, from everything this terminal has opened or sent: the schedule of a
 * client names who the actuals are about.
 */
export function useClientNames(): (client: NumberedClient) => string | null {
  const { data } = useContentIndex();
  return useMemo(() => {
    const names = new Map<string, string>();
    for (const { clients } of data?.values() ?? [])
      for (const { insuredNumber, name } of clients) if (name) names.set(insuredNumber, name);
    return ({ insuredNumber, name }) => name ?? names.get(insuredNumber) ?? null;
  }, [data]);
}
