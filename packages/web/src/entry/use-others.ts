import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useDesk } from '../app/desk-context.js';
import { KEYS } from '../app/queries.js';
import type { EntryStore, SharedPart } from './store.js';

const HEARTBEAT_MS = 20_000;

/** Takes in what others saved, and tells them which client is open here. */
export function useOthers<S, P, D extends SharedPart>(
  store: EntryStore<S, P, D>,
  current: string | null,
  onShared: (shared: D) => void,
): ReadonlyMap<string, string> {
  const desk = useDesk();
  const { data } = useQuery({
    queryKey: [...KEYS.drafts, ...store.key],
    queryFn: () => store.list(),
    refetchInterval: HEARTBEAT_MS,
  });
  const heard = useRef(onShared);
  heard.current = onShared;
  useEffect(() => {
    for (const shared of data ?? []) heard.current(shared);
  }, [data]);
  const own = data?.find(({ head }) => head.client === current)?.data.id ?? null;
  useEffect(() => {
    if (own === null) return;
    const beat = (editing: boolean) =>
      desk.hub.call('editDraft', { params: { id: own }, body: { editing } }).catch(() => {}); // only a courtesy to others
    void beat(true);
    const timer = setInterval(() => void beat(true), HEARTBEAT_MS);
    return () => {
      clearInterval(timer);
      void beat(false);
    };
  }, [desk, own]);
  const here = desk.state.session?.terminalId;
  return new Map(
    (data ?? []).flatMap(({ data: { editing }, head }) =>
      editing && editing.terminalId !== here ? [[head.client, editing.displayName] as const] : [],
    ),
  );
}
