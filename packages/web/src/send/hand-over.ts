import type { InputFile } from '@musubi/standard';
import type { Batch } from './batch.js';

/** What another screen hands to the composing screen, e.g. 再送: files and letter of an earlier transmission. */
export interface HandedOver {
  readonly files: readonly InputFile[];
  readonly batch: Batch;
}

let waiting: HandedOver | null = null;

/** Lays something ready for the composing screen; content never travels in the address. */
export function handOver(content: HandedOver): void {
  waiting = content;
}

export function takeHandedOver(): HandedOver | null {
  const taken = waiting;
  waiting = null;
  return taken;
}
