import type { Finding } from '../findings/finding.js';
import type { CsvKind } from '../layouts/types.js';
import { type CheckableFile, findingAt, isWhole } from './items.js';

/** Items that number 課題, 目標 and 内容 from 1 to 99 (rules.md 12.3, 12.5). */
const NUMBERED: Readonly<Partial<Record<CsvKind, readonly number[]>>> = { UP2KYO: [6, 8, 13], UPYOBO_SUB: [5, 10, 14] };

/** Rules of 第2表, 第3表, 支援計画書 別表 and 補足情報 that look at more than one item. */
export function checkPlanRows(file: CheckableFile): Finding[] {
  const findings: Finding[] = [];
  const numbered = NUMBERED[file.layout.kind] ?? [];
  for (let row = 0; row < file.table.rowCount; row++) {
    if (!isWhole(file, row)) continue;
    for (const item of numbered) {
      if (/^0+$/.test(file.table.text(row, item))) findings.push(findingAt(file, row, item, 'MSB-ITEM-NUMBER-RANGE'));
    }
    if (file.layout.kind === 'UP3KYO' && isEmptyWeekRow(file, row))
      findings.push(findingAt(file, row, 6, 'MSB-ITEM-EMPTY-ROW'));
    if (file.layout.kind === 'UPHOSOKU') checkFrames(file, row, findings);
  }
  return findings;
}

/** 第3表 has three sorts of rows (rules.md 12.4); one that is none of them says nothing. */
function isEmptyWeekRow(file: CheckableFile, row: number): boolean {
  return [6, 7, 8, 9, 10, 11, 12, 13].every((item) => file.table.text(row, item) === '');
}

const FRAMES = 9;
const FIRST_FRAME_ITEM = 20;
const ITEMS_PER_FRAME = 4;

/** 種類別 limit frames are filled from the first on (rules.md 12.6). */
function checkFrames(file: CheckableFile, row: number, findings: Finding[]): void {
  let isGap = false;
  for (let frame = 1; frame <= FRAMES; frame++) {
    const item = FIRST_FRAME_ITEM + (frame - 1) * ITEMS_PER_FRAME;
    const isFilled = file.table.text(row, item) !== '';
    if (isFilled && isGap) {
      findings.push(findingAt(file, row, item, 'MSB-LINK-LIMIT-FRAME-GAP', { frame }));
      return;
    }
    isGap ||= !isFilled;
  }
}
