import type { AuditAction } from '@musubi/contract';
import { currentCalling } from '../platform/calling.js';
import type { Queries } from '../platform/database.js';
import { CHAINED, encodeFields, timeField } from './rows.js';

/** One row of the audit log: who did what to which thing, and whether it was done. Codes and ids only. */
export interface AuditEntry {
  readonly at: Date;
  /** User id, or 'system' for jobs and 'host' for commands on the hub's own machine. */
  readonly actor: string;
  readonly officeNumber: string | null;
  readonly terminalId?: string | null;
  readonly action: AuditAction;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly outcome?: 'done' | 'refused';
  /** A code, e.g. why something was refused; or the reason an operator gave, which the office may read. */
  readonly detail?: string | null;
  readonly requestId?: string | null;
}

export const INSERT_AUDIT = `insert into audit_log (${CHAINED.join(', ')}, authentic)`;

/** Writes an audit row; in the same transaction as what it tells of. */
export async function recordAudit(queries: Queries, entry: AuditEntry): Promise<void> {
  await queries.prepared(
    'audit',
    `${INSERT_AUDIT} values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    auditValues(queries, entry),
  );
}

/** The values of a row, the last of which shows that the hub wrote it. */
export function auditValues({ rowKey }: Queries, entry: AuditEntry): unknown[] {
  const { at, actor, officeNumber, terminalId, action, subjectType, subjectId, outcome, detail, requestId } = entry;
  const calling = actor === 'system' ? null : currentCalling();
  const fields = [
    timeField(at),
    actor,
    officeNumber,
    terminalId ?? calling?.terminalId ?? null,
    action,
    subjectType,
    subjectId,
    outcome ?? 'done',
    detail ?? null,
    requestId ?? calling?.requestId ?? null,
  ];
  return [...fields, rowKey.authenticate(encodeFields(fields))];
}
