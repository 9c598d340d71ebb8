import type { FileKind } from '../layouts/types.js';
import type { FileNameParts } from './types.js';

/** Kinds whose name carries a month (rules.md section 4). */
const MONTH_KINDS: ReadonlySet<FileKind> = new Set(['UPPLAN', 'UPJSK', 'DLTPLAN', 'DLTJSK', 'UPSIKYU', 'UPHOSOKU']);

export function kindHasMonth(kind: FileKind): boolean {
  return MONTH_KINDS.has(kind);
}

/** Composes the standard file name of the parts, e.g. `UPPLAN_202610_1377700001_43_1375400014_13_20260925100000.CSV`. */
export function composeFileName(parts: FileNameParts): string {
  const office = (named: FileNameParts['sender']) =>
    parts.edition === '3' ? [named.officeNumber] : [named.officeNumber, named.serviceType ?? ''];
  const stem = [
    parts.kind,
    ...(kindHasMonth(parts.kind) ? [parts.month ?? '000000'] : []),
    ...office(parts.sender),
    ...office(parts.recipient),
    parts.serial,
    ...(parts.kind === 'UPKIHON_IMAGE' ? [parts.branch ?? '0001'] : []),
  ].join('_');
  return `${stem}.${parts.kind === 'UPKIHON_IMAGE' ? 'jpg' : 'CSV'}`;
}
