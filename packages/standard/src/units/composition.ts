import type { FileNameParts } from '../filenames/types.js';
import type { Edition, FileKind } from '../layouts/types.js';
import type { UnitKind } from './types.js';

/** Which files make a unit: `required` always, `optional` may come along (rules.md section 3, open-questions Q27). */
export interface Composition {
  readonly required: readonly FileKind[];
  readonly optional: readonly FileKind[];
}

const RECORD_PARTS = ['UPKIHON_SUB1', 'UPKIHON_SUB2', 'UPKIHON_IMAGE'] as const;

const COMPOSITIONS: Readonly<Record<UnitKind, Composition>> = {
  careplan: { required: ['UP1KYO', 'UP2KYO', 'UP3KYO', 'UPHOSOKU'], optional: [] },
  schedule: { required: ['UPPLAN', 'UPSIKYU', 'UPHOSOKU'], optional: [] },
  actuals: { required: ['UPJSK'], optional: [] },
  'careplan-deletion': { required: ['DLT1KYO'], optional: [] },
  'schedule-deletion': { required: ['DLTPLAN'], optional: [] },
  'actuals-deletion': { required: ['DLTJSK'], optional: [] },
  'client-record': { required: ['UPKIHON'], optional: RECORD_PARTS },
  'preventive-plan': { required: ['UPYOBO'], optional: ['UPYOBO_SUB', 'UPKIHON', ...RECORD_PARTS] },
  'client-record-deletion': { required: ['DLTKIHON'], optional: [] },
  'preventive-plan-deletion': { required: ['DLTYOBO'], optional: [] },
};

/** The files of a unit kind in an edition; edition 3 has no 第3表. */
export function compositionOf(kind: UnitKind, edition: Edition): Composition {
  const composition = COMPOSITIONS[kind];
  if (edition === '4.1' || kind !== 'careplan') return composition;
  return { ...composition, required: composition.required.filter((file) => file !== 'UP3KYO') };
}

/** The unit a file belongs to by its name alone; 利用者基本情報 may still join a 支援計画書 of the same serial. */
export function unitKindOfFile({ kind, month }: Pick<FileNameParts, 'kind' | 'month'>): UnitKind {
  switch (kind) {
    case 'UPHOSOKU':
      return month === '000000' ? 'careplan' : 'schedule';
    case 'UP1KYO':
    case 'UP2KYO':
    case 'UP3KYO':
      return 'careplan';
    case 'UPPLAN':
    case 'UPSIKYU':
      return 'schedule';
    case 'UPJSK':
      return 'actuals';
    case 'DLT1KYO':
      return 'careplan-deletion';
    case 'DLTPLAN':
      return 'schedule-deletion';
    case 'DLTJSK':
      return 'actuals-deletion';
    case 'UPYOBO':
    case 'UPYOBO_SUB':
      return 'preventive-plan';
    case 'DLTKIHON':
      return 'client-record-deletion';
    case 'DLTYOBO':
      return 'preventive-plan-deletion';
    default:
      return 'client-record';
  }
}
