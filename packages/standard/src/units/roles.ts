import { SERVICE_TYPES } from './service-types.js';
import type { UnitKind } from './types.js';

/** Whether a unit may go from one service type to another, and why not. */
export type RoleVerdict = { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

/** 43 居宅介護支援, 46 介護予防支援, AF 介護予防ケアマネジメント: all three are met (rules.md section 17). */
const PLANNING: ReadonlySet<string> = new Set(['43', '46', 'AF']);
/** Services that must have a care manager of their own plan for themselves (rules.md, words; 4.1版 1.3). */
const SELF_PLANNING: ReadonlySet<string> = new Set(['73', '75', '77', '68', '69', '79']);

export function isPlanning(serviceType: string): boolean {
  return PLANNING.has(serviceType);
}

function plans(serviceType: string): boolean {
  return isPlanning(serviceType) || SELF_PLANNING.has(serviceType);
}

function isService(serviceType: string): boolean {
  return SERVICE_TYPES.get(serviceType)?.inScope === true;
}

const ALLOWED = { allowed: true } as const;
const refuse = (reason: string): RoleVerdict => ({ allowed: false, reason });

/**
 * Who may send what to whom (rules.md section 2). Types are null in edition 3, where names do not carry them: allowed.
 * Between planning offices (地域包括支援センター and 委託先) everything but the home care plan travels.
 */
export function mayExchange(kind: UnitKind, senderType: string | null, recipientType: string | null): RoleVerdict {
  if (senderType === null || recipientType === null) return ALLOWED;
  if (!plans(recipientType) && !isService(recipientType)) {
    return refuse(`送信先のサービス種類「${recipientType}」は、データ連携の対象ではありません。`);
  }
  if (kind === 'actuals' || kind === 'actuals-deletion') {
    if (!plans(senderType) && !isService(senderType))
      return refuse(`送信元のサービス種類「${senderType}」は、実績を送る対象ではありません。`);
    return plans(recipientType) ? ALLOWED : refuse('実績は、居宅介護支援事業所や地域包括支援センターへ送ります。');
  }
  if (!plans(senderType))
    return refuse('計画や予定を送れるのは、居宅介護支援事業所や地域包括支援センターなど計画を作る事業所です。');
  const isHomePlan = kind === 'careplan' || kind === 'careplan-deletion';
  if (isHomePlan && isPlanning(recipientType))
    return refuse('居宅サービス計画書は、サービスを提供する事業所へ送ります。');
  return ALLOWED;
}
