import type { InputFile } from '@musubi/standard';
import { type Remote, wrap } from 'comlink';
import { useEffect, useRef, useState } from 'react';
import { importedTables } from '../app/reference.js';
import type { FormsApi, OpenedForms } from './forms-api.js';

export interface FormsAtHand extends OpenedForms {
  /** Tells one laid-out document from another. */
  readonly id: string;
  readonly masked: boolean;
  readonly maker: Remote<FormsApi>;
}

/**
 * Lays out files in a worker of their own, which lives as long as they are shown: nothing stays in memory after it.
 * What was shown before stays until the new is there; `masked` of the answer says which of both it is.
 */
export function useForms(files: readonly InputFile[], masked: boolean): { forms: FormsAtHand | null; error: unknown } {
  const [forms, setForms] = useState<FormsAtHand | null>(null);
  const [error, setError] = useState<unknown>(null);
  const shown = useRef<Worker | null>(null);
  useEffect(() => {
    const worker = new Worker(new URL('./forms.worker.ts', import.meta.url), { type: 'module' });
    const maker = wrap<FormsApi>(worker);
    let isWanted = true;
    const fail = (reason: unknown) => {
      if (isWanted) setError(reason);
    };
    worker.addEventListener('error', (event) => fail(event.error ?? new Error(event.message)));
    maker.open(files, masked, importedTables()).then((opened) => {
      if (!isWanted) return;
      shown.current?.terminate();
      shown.current = worker;
      setForms({ ...opened, id: crypto.randomUUID(), masked, maker });
    }, fail);
    return () => {
      isWanted = false;
      setError(null);
      if (shown.current !== worker) worker.terminate();
    };
  }, [files, masked]);
  useEffect(() => () => shown.current?.terminate(), []);
  return { forms, error };
}
