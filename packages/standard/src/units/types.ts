import type { NamedOffice } from '../filenames/types.js';
import type { Finding } from '../findings/finding.js';
import type { Edition } from '../layouts/types.js';
import type { ReadFile } from '../reading/types.js';

/** The sending units of the standard (rules.md section 3). */
export const UNIT_KINDS = [
  'careplan',
  'schedule',
  'actuals',
  'careplan-deletion',
  'schedule-deletion',
  'actuals-deletion',
  'client-record',
  'preventive-plan',
  'client-record-deletion',
  'preventive-plan-deletion',
] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

/** One sending unit (送信単位): files that must travel together under one ファイル連番. */
export interface SendingUnit {
  readonly kind: UnitKind;
  readonly edition: Edition;
  readonly sender: NamedOffice;
  readonly recipient: NamedOffice;
  /** ファイル連番 YYYYMMDDHHMMSS. */
  readonly serial: string;
  /** Service month YYYYMM; null for units without one (plans, client records). */
  readonly month: string | null;
  readonly files: readonly ReadFile[];
  /** What reading, grouping and checks found in this unit. */
  readonly findings: readonly Finding[];
}

/** What people call a unit. */
export const UNIT_NAMES: Readonly<Record<UnitKind, string>> = {
  careplan: '居宅サービス計画書（第1〜3表）',
  schedule: 'サービス利用票（予定）',
  actuals: '実績',
  'careplan-deletion': '居宅サービス計画書の削除',
  'schedule-deletion': 'サービス利用票（予定）の削除',
  'actuals-deletion': '実績の削除',
  'client-record': '利用者基本情報',
  'preventive-plan': '介護予防サービス・支援計画書',
  'client-record-deletion': '利用者基本情報の削除',
  'preventive-plan-deletion': '介護予防サービス・支援計画書の削除',
};
