import { ConnectionFailure, HubProblem, newId } from '@musubi/client';
import type { DraftData } from '@musubi/contract';
import type { InputFile } from '@musubi/standard';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Desk } from '../app/desk.js';
import { useDesk } from '../app/desk-context.js';
import type { Batch, Row } from './batch.js';
import { layAttachments, saveOnTerminal, saveToHub } from './draft-saving.js';

export type DraftState = 'new' | 'saving' | 'saved' | 'offline' | 'conflict' | 'failed';

/** Where a draft stands: which version of it this screen holds. */
export interface DraftPlace {
  id: string;
  version: number;
  filesPart: string | null;
  /** The files `filesPart` was made of. */
  filesOf: readonly InputFile[];
}

export interface DraftContent {
  readonly batch: Batch;
  readonly rows: readonly Row[];
  readonly files: readonly InputFile[];
  /** Takes the batch with its attachments' new places. */
  laid(batch: Batch): void;
}

export interface DraftWork {
  readonly state: DraftState;
  readonly savedAt: string | null;
  readonly failure: unknown;
  /** Somebody else who has the draft open. */
  readonly other: DraftData['editing'];
  save(): Promise<void>;
  /** Goes on as a new draft, leaving the other one as it is. */
  saveAsNew(): Promise<void>;
  discard(): Promise<void>;
  opened(place: DraftPlace): void;
  /** Id of the draft, for fetching its parts. */
  id(): string;
}

const LEFT = 'compose/left-draft';

/** The draft that was open when the session ended, once. */
export function takeLeftDraft(desk: Desk): string | null {
  const id = desk.kept.get(LEFT);
  desk.kept.delete(LEFT);
  return typeof id === 'string' ? id : null;
}

const AUTOSAVE_MS = 1500;
const HEARTBEAT_MS = 20_000;

/** Keeps what is being prepared as a draft of the office: saved a moment after every change, shared by all terminals. */
export function useDraft(content: DraftContent, isWorthSaving: boolean): DraftWork {
  const desk = useDesk();
  const [state, setState] = useState<DraftState>('new');
  const [savedAt, setSavedAt] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const current = useRef(content);
  current.current = content;
  const [place] = useState<DraftPlace>(() => ({ id: newId(new Date()), version: 0, filesPart: null, filesOf: [] }));
  const line = useRef({ running: Promise.resolve(), ended: false, saved: null as unknown });

  const write = useCallback(async () => {
    const { batch, files, laid } = current.current;
    if (line.current.ended || line.current.saved === fingerprint(batch, files)) return;
    setState('saving');
    setFailure(null);
    try {
      const placed = await layAttachments(desk, place.id, batch);
      if (placed !== batch) laid(placed);
      await saveToHub(desk, place, { ...current.current, batch: placed });
      line.current.saved = fingerprint(placed, files);
      setSavedAt(new Date().toISOString());
      setState('saved');
    } catch (error) {
      // Off line, or the session has ended meanwhile: what was prepared stays on this terminal.
      if (error instanceof ConnectionFailure || (error instanceof HubProblem && error.status === 401)) {
        await saveOnTerminal(desk, place, current.current);
        setState('offline');
      } else if (error instanceof HubProblem && error.code === 'MSB-DRAFT-CHANGED') {
        setState('conflict');
      } else {
        setFailure(error);
        setState('failed');
      }
    }
  }, [desk, place]);

  const save = useCallback(() => {
    line.current.running = line.current.running.then(write);
    return line.current.running;
  }, [write]);

  const { batch, files } = content;
  const mayAutosave = isWorthSaving && state !== 'conflict';
  // biome-ignore lint/correctness/useExhaustiveDependencies: batch and files are new objects after every change
  useEffect(() => {
    if (!mayAutosave) return;
    const timer = setTimeout(() => void save(), AUTOSAVE_MS);
    return () => clearTimeout(timer);
  }, [batch, files, mayAutosave, save]);

  // A session that ends takes the screen away: what is on it is saved here, and opens again after the next login.
  const isKept = useRef(false);
  isKept.current = mayAutosave;
  useEffect(
    () => () => {
      if (desk.state.session !== null || line.current.ended || !isKept.current) return;
      desk.kept.set(LEFT, place.id);
      if (line.current.saved !== fingerprint(current.current.batch, current.current.files))
        void saveOnTerminal(desk, place, current.current);
    },
    [desk, place],
  );

  const other = useEditing(desk, savedAt === null ? null : place.id, () => line.current.ended);

  return {
    state,
    savedAt,
    failure,
    other,
    save,
    saveAsNew: async () => {
      Object.assign(place, { id: newId(new Date()), version: 0, filesPart: null, filesOf: [] });
      line.current.saved = null;
      await save();
    },
    discard: async () => {
      await line.current.running;
      line.current.ended = true;
      await desk.unsaved.remove(place.id);
      if (place.version > 0) await desk.hub.call('deleteDraft', { params: { id: place.id } });
    },
    opened: (opened) => {
      Object.assign(place, opened);
      setState(opened.version > 0 ? 'saved' : 'offline');
      if (opened.version > 0) setSavedAt(new Date().toISOString());
    },
    id: () => place.id,
  };
}

/** Two contents with the same fingerprint need not be saved twice. */
function fingerprint({ message, attachments, edits, letters }: Batch, files: readonly InputFile[]): string {
  const place = ({ name, partId }: Batch['attachments'][number]) => `${name} ${partId}`;
  const rows = Object.entries(edits).map(([key, edit]) => [key, { ...edit, attachments: edit.attachments.map(place) }]);
  return JSON.stringify([
    message,
    attachments.map(place),
    rows,
    letters.map(({ key }) => key),
    files.map(({ name, bytes }) => `${name} ${bytes.length}`),
  ]);
}

/** Tells the others that this draft is open here, and who else has it open. */
function useEditing(desk: Desk, id: string | null, isEnded: () => boolean): DraftData['editing'] {
  const [other, setOther] = useState<DraftData['editing']>(null);
  const ended = useRef(isEnded);
  ended.current = isEnded;
  useEffect(() => {
    if (id === null) return;
    const beat = (editing: boolean) =>
      desk.hub
        .call('editDraft', { params: { id }, body: { editing } })
        .then(({ editing: who }) => setOther(who && who.terminalId !== desk.state.session?.terminalId ? who : null))
        .catch(() => {}); // only a courtesy to others: saving tells of real trouble
    void beat(true);
    const timer = setInterval(() => void beat(true), HEARTBEAT_MS);
    return () => {
      clearInterval(timer);
      if (!ended.current()) void beat(false);
    };
  }, [desk, id]);
  return other;
}
