import type { CheckedFiles } from '../checks/check-unit.js';
import { accountOf } from './account.js';

/** The empty side because of which a comparison can say nothing. */
export interface EmptySide {
  readonly side: 'schedules' | 'actuals';
  /** The side holds what belongs to the other: the two were probably swapped. */
  readonly isSwapped: boolean;
  /** Japanese, with what to do. */
  readonly message: string;
}

/** The side of a comparison that has nothing to compare; null when both have something. */
export function emptySide(schedules: CheckedFiles, actuals: CheckedFiles): EmptySide | null {
  const holds = ({ units }: CheckedFiles, kind: 'schedule' | 'actuals') =>
    units.some((unit) => unit.kind.startsWith(kind));
  if (accountOf(schedules, 'schedules').carried === 0) {
    const isSwapped = holds(schedules, 'actuals') && !holds(schedules, 'schedule');
    const why = isSwapped
      ? '予定のフォルダに予定がありません（実績が入っています）。フォルダの順序が逆ではありませんか。予定、実績の順に指定してください。'
      : '予定のフォルダに、比べられる予定（第6表）がありません。フォルダを確かめてください。';
    return { side: 'schedules', isSwapped, message: why };
  }
  if (accountOf(actuals, 'actuals').carried > 0) return null;
  const isSwapped = holds(actuals, 'schedule') && !holds(actuals, 'actuals');
  const why = isSwapped
    ? '実績のフォルダに実績がありません（予定が入っています）。フォルダを確かめてください。'
    : '実績のフォルダに、比べられる実績がまだありません。届いているのにないときは、フォルダを確かめてください。';
  return { side: 'actuals', isSwapped, message: why };
}
