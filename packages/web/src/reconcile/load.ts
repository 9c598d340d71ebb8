import { listAll } from '@musubi/client';
import type { Transmission } from '@musubi/contract';
import type { InputFile } from '@musubi/standard';
import type { Desk } from '../app/desk.js';
import { openContent } from '../boxes/contents.js';
import { checker } from '../check/checker.js';
import type { ReconciledMonth } from '../check/checker-api.js';

export interface LoadedMonth extends ReconciledMonth {
  /** Transmissions whose content could not be opened here. */
  readonly closed: readonly Transmission[];
}

async function filesOf(
  desk: Desk,
  box: 'sent' | 'inbox',
  month: string,
  kinds: readonly string[],
  closed: Transmission[],
  onProgress: () => void,
): Promise<InputFile[]> {
  const files: InputFile[] = [];
  for await (const one of listAll(desk.hub, { box, month })) {
    if (!kinds.includes(one.kind) || one.delivery === 'recalled' || one.decision === 'rejected') continue;
    try {
      files.push(...(await openContent(desk, one)).files);
    } catch {
      closed.push(one); // named on the screen, with a way to open it
    }
    onProgress();
  }
  return files;
}

/** Opens the schedules we sent and the actuals that came for a month, and compares them in the worker. */
export async function loadMonth(desk: Desk, month: string, onProgress: (done: number) => void): Promise<LoadedMonth> {
  const closed: Transmission[] = [];
  let done = 0;
  const step = () => onProgress(++done);
  const schedules = await filesOf(desk, 'sent', month, ['schedule', 'schedule-deletion'], closed, step);
  const actuals = await filesOf(desk, 'inbox', month, ['actuals', 'actuals-deletion'], closed, step);
  return { ...(await checker().reconcile(schedules, actuals, month)), closed };
}
