import { composeFileName } from '../filenames/compose.js';
import type { Finding } from '../findings/finding.js';
import { makeFinding } from '../findings/make-finding.js';
import { type Draft, missingKinds, officeKey, partsFor } from './draft.js';

/** Two incomplete drafts that complete each other and differ in one part of their names only. */
type Difference = 'serial' | 'edition' | 'month' | 'office';

const DAY = 24 * 60 * 60 * 1000;

function serialTime(serial: string): number {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(serial)?.slice(1).map(Number) ?? [];
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/**
 * Joins units that are incomplete because one part of a name went wrong: a serial some seconds apart, the other edition,
 * another month, a mistyped office. Each joined file gets a finding and, where its name would be known, a repair.
 */
export function joinNearMisses(drafts: readonly Draft[]): Draft[] {
  const bySize = [...drafts].sort((a, b) => b.files.length - a.files.length);
  const joined = new Set<Draft>();
  for (const whole of bySize) {
    if (joined.has(whole)) continue;
    for (const piece of bySize) {
      if (piece === whole || joined.has(piece) || !completes(whole, piece)) continue;
      const difference = soleDifference(whole, piece);
      if (!difference) continue;
      joined.add(piece);
      joinInto(whole, piece, difference);
    }
  }
  return drafts.filter((draft) => !joined.has(draft));
}

/** Whether the files of `piece` are exactly such as `whole` lacks. */
function completes(whole: Draft, piece: Draft): boolean {
  const missing = missingKinds(whole);
  return (
    missing.length > 0 &&
    missingKinds(piece).length > 0 &&
    piece.files.every(({ parts }) => missing.includes(parts.kind))
  );
}

function soleDifference(whole: Draft, piece: Draft): Difference | null {
  const differences: Difference[] = [];
  if (whole.serial !== piece.serial) differences.push('serial');
  if (whole.edition !== piece.edition) differences.push('edition');
  if (whole.month !== piece.month) differences.push('month');
  const sameNumbers =
    whole.sender.officeNumber === piece.sender.officeNumber &&
    whole.recipient.officeNumber === piece.recipient.officeNumber;
  const sameOffices =
    officeKey(whole.sender) === officeKey(piece.sender) && officeKey(whole.recipient) === officeKey(piece.recipient);
  if (!sameNumbers || (!sameOffices && whole.edition === piece.edition)) differences.push('office');
  const [difference, ...others] = differences;
  if (!difference || others.length > 0) return null;
  const isFar = Math.abs(serialTime(whole.serial) - serialTime(piece.serial)) > DAY;
  return difference === 'serial' && isFar ? null : difference;
}

function joinInto(whole: Draft, piece: Draft, difference: Difference): void {
  for (const { file, parts } of piece.files) {
    const wanted = partsFor(whole, parts.kind);
    whole.files.push({ file, parts: wanted });
    whole.findings.push(nearMissFinding(whole, piece, difference, file.name, composeFileName(wanted)));
  }
}

function nearMissFinding(whole: Draft, piece: Draft, difference: Difference, from: string, to: string): Finding {
  const rename = { action: 'rename', from, to } as const;
  const place = { file: from };
  const offices = (draft: Draft) => `${officeKey(draft.sender)}→${officeKey(draft.recipient)}`;
  switch (difference) {
    case 'serial':
      return makeFinding('MSB-UNIT-SERIAL-MISMATCH', place, { serial: piece.serial, expected: whole.serial }, rename);
    case 'edition':
      return makeFinding('MSB-UNIT-EDITION-MISMATCH', place, { edition: piece.edition, expected: whole.edition });
    case 'month':
      return makeFinding(
        'MSB-UNIT-MONTH-MISMATCH',
        place,
        { month: piece.month ?? '000000', expected: whole.month ?? '000000' },
        rename,
      );
    case 'office':
      return makeFinding('MSB-UNIT-OFFICE-MISMATCH', place, { office: offices(piece), expected: offices(whole) });
  }
}
