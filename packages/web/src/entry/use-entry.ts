import { ConnectionFailure, HubProblem } from '@musubi/client';
import type { EditSheet } from '@musubi/standard';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { EnteredPart, EntryStore, SharedPart } from './store.js';
import { useOthers } from './use-others.js';

export type SaveState = 'saved' | 'saving' | 'offline' | 'conflict' | 'failed';

export interface EntryWork<S extends EditSheet> {
  /** The whole month as entered so far. */
  readonly sheet: S;
  readonly state: SaveState;
  readonly failure: unknown;
  /** Clients whose schedule was replaced after they were entered. */
  readonly outdated: ReadonlySet<string>;
  /** Who has a client open on another terminal. */
  readonly others: ReadonlyMap<string, string>;
  edit(change: (sheet: S) => S): void;
  undo(): void;
  readonly canUndo: boolean;
  /** Begins a client anew from what the month began with. */
  restart(client: string): void;
}

const SAVE_MS = 1000;
const MAX_UNDO = 100;

/** The sheet being entered: every change is saved a second later, client by client, and others' changes come in. */
export function useEntry<S extends EditSheet, P, D extends SharedPart>(
  begun: S,
  entered: ReadonlyMap<string, EnteredPart<P>>,
  store: EntryStore<S, P, D>,
  current: string | null,
): EntryWork<S> {
  const [sheet, setSheet] = useState(() =>
    [...entered.values()].reduce((whole, { part }) => store.withPart(whole, part), begun),
  );
  const [past, setPast] = useState<readonly S[]>([]);
  const [state, setState] = useState<SaveState>('saved');
  const [failure, setFailure] = useState<unknown>(null);
  const [outdated, setOutdated] = useState<ReadonlySet<string>>(
    () => new Set([...entered].flatMap(([key, { isOutdated }]) => (isOutdated ? [key] : []))),
  );
  const versions = useRef(new Map([...entered].map(([key, { version }]) => [key, version])));
  const dirty = useRef(new Set<string>());
  const latest = useRef(sheet);
  latest.current = sheet;
  const kept = useRef(store);
  kept.current = store;

  const edit = useCallback((change: (sheet: S) => S) => {
    const before = latest.current;
    const after = change(before);
    if (after === before) return;
    for (const client of kept.current.changed(before, after)) dirty.current.add(client);
    latest.current = after; // a second change before the next drawing builds on this one
    setPast((all) => [...all.slice(1 - MAX_UNDO), before]);
    setSheet(after);
  }, []);

  const undo = useCallback(() => {
    setPast((all) => {
      const before = all.at(-1);
      if (!before) return all;
      for (const client of kept.current.changed(latest.current, before)) dirty.current.add(client);
      setSheet(before);
      return all.slice(0, -1);
    });
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the sheet starts the wait anew
  useEffect(() => {
    if (dirty.current.size === 0) return;
    setState('saving');
    const timer = setTimeout(() => {
      saveAll(kept.current, latest.current, dirty.current, versions.current)
        .then(setState)
        .catch((error: unknown) => {
          setFailure(error);
          setState('failed');
        });
    }, SAVE_MS);
    return () => clearTimeout(timer);
  }, [sheet]);

  // Whoever leaves before the wait is over loses nothing; where a session ended, it stays on this terminal.
  useEffect(
    () => () => {
      if (dirty.current.size === 0) return;
      saveAll(kept.current, latest.current, dirty.current, versions.current).catch(() => {}); // nobody is left to tell
    },
    [],
  );

  const others = useOthers(store, current, (shared) => {
    const { client } = shared.head;
    const isNewer = shared.data.version > (versions.current.get(client) ?? 0);
    if (!isNewer || dirty.current.has(client)) return;
    versions.current.set(client, shared.data.version);
    void store.open(shared).then((part) => setSheet((now) => store.withPart(now, part)));
  });

  return {
    sheet,
    state,
    failure,
    outdated,
    others,
    edit,
    undo,
    canUndo: past.length > 0,
    restart: (key) => {
      const fresh = store.partOf(begun, key);
      if (!fresh) return;
      edit((now) => store.withPart(now, fresh));
      setOutdated((all) => new Set([...all].filter((one) => one !== key)));
    },
  };
}

/** Saves every changed client; what somebody else changed meanwhile is not overwritten. */
async function saveAll<S, P, D extends SharedPart>(
  store: EntryStore<S, P, D>,
  sheet: S,
  dirty: Set<string>,
  versions: Map<string, number>,
): Promise<SaveState> {
  let state: SaveState = 'saved';
  let failure: unknown = null;
  for (const client of [...dirty]) {
    dirty.delete(client);
    const part = store.partOf(sheet, client);
    if (part === null) continue;
    try {
      versions.set(client, await store.save(client, part, versions.get(client) ?? 0));
    } catch (error) {
      await store.saveOnTerminal(client, part);
      if (error instanceof ConnectionFailure) state = 'offline';
      else if (error instanceof HubProblem && error.code === 'MSB-DRAFT-CHANGED') state = 'conflict';
      else failure = error;
    }
  }
  if (failure !== null) throw failure;
  return state;
}
