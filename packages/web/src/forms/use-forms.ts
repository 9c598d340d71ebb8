import type { InputFile } from '@musubi/standard';
import { type Remote, wrap } from 'comlink';
import { useEffect, useState } from 'react';
import type { FormsApi, OpenedForms } from './forms-api.js';

export interface FormsAtHand extends OpenedForms {
  /** Tells one laid-out document from another. */
  readonly id: string;
  readonly maker: Remote<FormsApi>;
}

/** Lays out files in a worker of their own, which lives as long as they are shown: nothing stays in memory after it. */
export function useForms(files: readonly InputFile[], masked: boolean): { forms: FormsAtHand | null; error: unknown } {
  const [forms, setForms] = useState<FormsAtHand | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    const worker = new Worker(new URL('./forms.worker.ts', import.meta.url), { type: 'module' });
    const maker = wrap<FormsApi>(worker);
    let isShown = true;
    const fail = (reason: unknown) => {
      if (isShown) setError(reason);
    };
    worker.addEventListener('error', (event) => fail(event.error ?? new Error(event.message)));
    maker.open(files, masked).then((opened) => {
      if (isShown) setForms({ ...opened, id: crypto.randomUUID(), maker });
    }, fail);
    return () => {
      isShown = false;
      setForms(null);
      setError(null);
      worker.terminate();
    };
  }, [files, masked]);
  return { forms, error };
}
