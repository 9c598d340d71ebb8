import type { Dropped, InputFile, Repair, TakenDrop } from '@musubi/standard';
import { useCallback, useRef, useState } from 'react';
import { checker, todayText } from './checker.js';
import type { CheckOutcome } from './checker-api.js';
import { switchedOff } from './switched-off.js';

export interface CheckedFilesState {
  readonly files: readonly InputFile[];
  readonly outcome: CheckOutcome | null;
  /** What could not be taken from the last drop, and what was left out of it. */
  readonly refused: TakenDrop['refused'];
  readonly notices: readonly string[];
  readonly busy: boolean;
  readonly failure: unknown;
}

const EMPTY: CheckedFilesState = { files: [], outcome: null, refused: [], notices: [], busy: false, failure: null };

export interface FileWork {
  readonly state: CheckedFilesState;
  /** Adds what was dropped and checks everything anew; returns what may go along as attachments. */
  add(dropped: readonly Dropped[]): Promise<TakenDrop['attachments']>;
  /** Replaces all files, e.g. when a draft is opened. */
  set(files: readonly InputFile[]): Promise<void>;
  remove(names: readonly string[]): Promise<void>;
  repair(repairs: readonly Repair[]): Promise<void>;
  clear(): void;
  fail(error: unknown): void;
}

const sameBytes = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, at) => byte === b[at]);

/** Adds files to those at hand: the same one again changes nothing, another of the same name takes its place. */
export function mergeFiles(
  known: readonly InputFile[],
  added: readonly InputFile[],
): { files: InputFile[]; same: number; replaced: string[] } {
  const files = new Map(known.map((file) => [file.name, file]));
  let same = 0;
  const replaced: string[] = [];
  for (const file of added) {
    const before = files.get(file.name);
    if (before && sameBytes(before.bytes, file.bytes)) same++;
    else if (before) replaced.push(file.name);
    files.set(file.name, file);
  }
  return { files: [...files.values()], same, replaced };
}

/** More sentences of a sort than this become one. */
const ONE_BY_ONE = 3;

const inFew = (sentences: readonly string[], inOne: string) =>
  sentences.length > ONE_BY_ONE ? [inOne] : [...sentences];

/** What went well with a drop but should be known; a drop of which nothing is said would look as if nothing happened. */
function noticesOf(sorted: TakenDrop, same: number, replaced: readonly string[]): string[] {
  const said = (isWanted: (reason: string) => boolean) =>
    sorted.notices.flatMap(({ reason, message }) => (isWanted(reason) ? [message] : []));
  const copies = said((reason) => reason === 'MSB-DROP-SAME-TWICE');
  const zips = said((reason) => reason !== 'MSB-DROP-SAME-TWICE');
  const isEmpty = [sorted.standard, sorted.attachments, sorted.refused].every(({ length }) => length === 0);
  return [
    ...inFew(zips, `ZIPファイル${zips.length}個を開いて、中のファイルを調べました。`),
    ...inFew(copies, `同じ中身のファイルが${copies.length}組あります。それぞれ1つだけ使います。`),
    ...(same > 0 ? [`同じファイルが${same}件、すでに入っています。一つにまとめました。`] : []),
    ...inFew(
      replaced.map((name) => `「${name}」を、新しく入れたファイルに置き換えました。`),
      `同じ名前のファイル${replaced.length}件を、新しく入れたファイルに置き換えました。`,
    ),
    ...(isEmpty
      ? [
          'ケアプランデータ（CSV）は見つかりませんでした。介護ソフトが出力したファイルか、その入ったフォルダを選んでください。',
        ]
      : []),
  ];
}

/** The files a person is working on, checked in the worker after every change. */
export function useFiles(): FileWork {
  const [state, setState] = useState<CheckedFilesState>(EMPTY);
  const current = useRef(state);
  const update = useCallback((change: Partial<CheckedFilesState>) => {
    current.current = { ...current.current, ...change };
    setState(current.current);
  }, []);
  const recheck = useCallback(
    async (files: readonly InputFile[], change: Partial<CheckedFilesState> = {}) => {
      update({ busy: true, failure: null, ...change });
      try {
        const outcome = files.length > 0 ? await checker().check(files, todayText(), switchedOff()) : null;
        update({ files, outcome, busy: false });
      } catch (failure) {
        update({ busy: false, failure });
      }
    },
    [update],
  );
  const add = useCallback(
    async (dropped: readonly Dropped[]) => {
      update({ busy: true, failure: null });
      try {
        const sorted = await checker().sort(dropped);
        const { files, same, replaced } = mergeFiles(current.current.files, sorted.standard);
        await recheck(files, { refused: sorted.refused, notices: noticesOf(sorted, same, replaced) });
        return sorted.attachments;
      } catch (failure) {
        update({ busy: false, failure });
        return [];
      }
    },
    [recheck, update],
  );
  const set = useCallback((files: readonly InputFile[]) => recheck(files, { refused: [], notices: [] }), [recheck]);
  const remove = useCallback(
    (names: readonly string[]) => recheck(current.current.files.filter(({ name }) => !names.includes(name))),
    [recheck],
  );
  const repair = useCallback(
    async (repairs: readonly Repair[]) => recheck(await checker().repair(current.current.files, repairs)),
    [recheck],
  );
  const clear = useCallback(() => update(EMPTY), [update]);
  const fail = useCallback((failure: unknown) => update({ failure }), [update]);
  return { state, add, set, remove, repair, clear, fail };
}
