import { type Remote, wrap } from 'comlink';
import { onImportedTables } from '../app/reference.js';
import type { CheckerApi } from './checker-api.js';

let worker: Remote<CheckerApi> | null = null;

/** The checks in their own thread, started when they are first needed. */
export function checker(): Remote<CheckerApi> {
  if (worker) return worker;
  const started = wrap<CheckerApi>(new Worker(new URL('./checker.worker.ts', import.meta.url), { type: 'module' }));
  onImportedTables((tables) => void started.useTables(tables));
  worker = started;
  return started;
}

/** Today as the standard writes days: YYYYMMDD. */
export function todayText(now = new Date()): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
}
