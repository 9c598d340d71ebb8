import type { DraftData } from '@musubi/contract';

/** A client's part of a sheet as the office's terminals share it. */
export interface SharedPart {
  readonly data: DraftData;
  readonly head: { readonly client: string };
}

/** A client's part with the version it was read at. */
export interface EnteredPart<P> {
  readonly part: P;
  /** 0 when nothing has been saved yet. */
  readonly version: number;
  /** What it was entered against was replaced afterwards. */
  readonly isOutdated: boolean;
}

/** How a sheet is taken apart into what people share, client by client, and where that lies. */
export interface EntryStore<S, P, D extends SharedPart = SharedPart> {
  /** Tells what is watched from what is not: the queries of this sheet. */
  readonly key: readonly unknown[];
  partOf(sheet: S, client: string): P | null;
  withPart(sheet: S, part: P): S;
  /** Clients that are not the same in both. */
  changed(before: S, after: S): string[];
  /** Saves for all terminals and returns the version. */
  save(client: string, part: P, version: number): Promise<number>;
  saveOnTerminal(client: string, part: P): Promise<void>;
  list(): Promise<D[]>;
  open(shared: D): Promise<P>;
}
