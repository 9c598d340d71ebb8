import { ConnectionFailure, HubProblem, type SharedActuals } from '@musubi/client';
import type { ActualsSheet, SheetClient } from '@musubi/standard';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Desk } from '../app/desk.js';
import { useDesk } from '../app/desk-context.js';
import { KEYS } from '../app/queries.js';
import {
  type EnteredClient,
  type Entry,
  listShared,
  openShared,
  type Place,
  saveClient,
  saveOnTerminal,
} from './load.js';

export type SaveState = 'saved' | 'saving' | 'offline' | 'conflict' | 'failed';

export interface EntryWork {
  /** The whole month as entered so far. */
  readonly sheet: ActualsSheet;
  readonly state: SaveState;
  readonly failure: unknown;
  /** Clients whose schedule was replaced after they were entered. */
  readonly outdated: ReadonlySet<string>;
  /** Who has a client open on another terminal. */
  readonly others: ReadonlyMap<string, string>;
  edit(change: (sheet: ActualsSheet) => ActualsSheet): void;
  undo(): void;
  readonly canUndo: boolean;
  /** Begins a client anew from the schedule as it is now. */
  restart(client: string): void;
}

const SAVE_MS = 1000;
const MAX_UNDO = 100;

/** The sheet being entered: every change is saved a second later, client by client, and others' changes come in. */
export function useEntry(entry: Entry, place: Place, current: string | null): EntryWork {
  const desk = useDesk();
  const [sheet, setSheet] = useState(() => withClients(entry.sheet, [...entry.entered.values()]));
  const [past, setPast] = useState<readonly ActualsSheet[]>([]);
  const [state, setState] = useState<SaveState>('saved');
  const [failure, setFailure] = useState<unknown>(null);
  const [outdated, setOutdated] = useState<ReadonlySet<string>>(
    () => new Set([...entry.entered].flatMap(([key, { isOutdated }]) => (isOutdated ? [key] : []))),
  );
  const versions = useRef(new Map([...entry.entered].map(([key, { version }]) => [key, version])));
  const dirty = useRef(new Set<string>());
  const latest = useRef(sheet);
  latest.current = sheet;

  const edit = useCallback((change: (sheet: ActualsSheet) => ActualsSheet) => {
    const before = latest.current;
    const after = change(before);
    if (after === before) return;
    noteChanges(before, after, dirty.current);
    setPast((all) => [...all.slice(1 - MAX_UNDO), before]);
    setSheet(after);
  }, []);

  const undo = useCallback(() => {
    setPast((all) => {
      const before = all.at(-1);
      if (!before) return all;
      noteChanges(latest.current, before, dirty.current);
      setSheet(before);
      return all.slice(0, -1);
    });
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the sheet starts the wait anew
  useEffect(() => {
    if (dirty.current.size === 0) return;
    setState('saving');
    const timer = setTimeout(() => {
      save(desk, place, entry.scheduleSerial, latest.current, dirty.current, versions.current)
        .then(setState)
        .catch((error: unknown) => {
          setFailure(error);
          setState('failed');
        });
    }, SAVE_MS);
    return () => clearTimeout(timer);
  }, [sheet]);

  const others = useOthers(desk, place, current, (shared) => {
    const isNewer = shared.data.version > (versions.current.get(shared.head.client) ?? 0);
    if (!isNewer || dirty.current.has(shared.head.client)) return;
    versions.current.set(shared.head.client, shared.data.version);
    void openShared(desk, shared).then((client) => setSheet((now) => withClients(now, [{ client }])));
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
      const fresh = entry.sheet.clients.find((client) => client.key === key);
      if (!fresh) return;
      edit((now) => withClients(now, [{ client: fresh }]));
      setOutdated((all) => new Set([...all].filter((one) => one !== key)));
    },
  };
}

function withClients(sheet: ActualsSheet, changed: readonly Pick<EnteredClient, 'client'>[]): ActualsSheet {
  const byKey = new Map(changed.map(({ client }) => [client.key, client]));
  return { ...sheet, clients: sheet.clients.map((client) => byKey.get(client.key) ?? client) };
}

function noteChanges(before: ActualsSheet, after: ActualsSheet, dirty: Set<string>): void {
  const known = new Map(before.clients.map((client) => [client.key, client]));
  for (const client of after.clients) if (known.get(client.key) !== client) dirty.add(client.key);
}

/** Saves every changed client; what somebody else changed meanwhile is not overwritten. */
async function save(
  desk: Desk,
  place: Place,
  serial: string,
  sheet: ActualsSheet,
  dirty: Set<string>,
  versions: Map<string, number>,
): Promise<SaveState> {
  let state: SaveState = 'saved';
  for (const client of sheet.clients.filter(({ key }) => dirty.has(key))) {
    dirty.delete(client.key);
    try {
      versions.set(client.key, await saveClient(desk, place, serial, client, versions.get(client.key) ?? 0));
    } catch (error) {
      state = await keepUnsaved(desk, place, client, error);
    }
  }
  return state;
}

async function keepUnsaved(desk: Desk, place: Place, client: SheetClient, error: unknown): Promise<SaveState> {
  await saveOnTerminal(desk, place, client);
  if (error instanceof ConnectionFailure) return 'offline';
  if (error instanceof HubProblem && error.code === 'MSB-DRAFT-CHANGED') return 'conflict';
  throw error;
}

const HEARTBEAT_MS = 20_000;

/** Takes in what others saved, and tells them which client is open here. */
function useOthers(
  desk: Desk,
  place: Place,
  current: string | null,
  onShared: (shared: SharedActuals) => void,
): ReadonlyMap<string, string> {
  const { data } = useQuery({
    queryKey: [...KEYS.drafts, 'actuals', place],
    queryFn: () => listShared(desk, place),
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
