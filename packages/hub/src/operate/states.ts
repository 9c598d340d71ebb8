import type { AuditAction } from '@musubi/contract';
import { actorOf, recordAudit } from '../audit/index.js';
import { tellOffice } from '../events/index.js';
import { findOffice, type Office, requireOffice } from '../offices/index.js';
import { endOfficeSessions } from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller } from '../platform/http.js';
import { Problem } from '../platform/problem.js';

/** Who acts and why: the office reads both in its own records. */
export interface Act {
  readonly caller: Pick<Caller, 'userId' | 'officeNumber' | 'terminalId'>;
  readonly reason: string;
}

type Step = (queries: Queries, office: Office, at: Date) => Promise<void>;

/** Changes an office's state in one transaction with the record of it, and tells the office's terminals. */
async function change(
  { database, now }: Context,
  officeNumber: string,
  { caller, reason }: Act,
  action: AuditAction,
  step: Step,
): Promise<Office> {
  const at = now();
  return database.transaction(async (queries) => {
    await queries.query('select 1 from offices where office_number = $1 for update', [officeNumber]);
    await step(queries, await requireOffice(queries, officeNumber), at);
    const audit = { at, ...actorOf({ ...caller, officeNumber }), subjectType: 'office', subjectId: officeNumber };
    await recordAudit(queries, { ...audit, action, detail: reason });
    await tellOffice(queries, officeNumber, 'office.changed');
    return requireOffice(queries, officeNumber);
  });
}

function requireForeign({ caller }: Act, officeNumber: string): void {
  if (caller.officeNumber === officeNumber) throw new Problem('MSB-OFFICE-OWN');
}

/** Stops an office from sending and being addressed; it still reads and fetches, and sees the reason. */
export function suspendOffice(context: Context, officeNumber: string, act: Act): Promise<Office> {
  requireForeign(act, officeNumber);
  return change(context, officeNumber, act, 'office.suspended', async (queries, office, at) => {
    if (office.suspended || office.closedAt) throw new Problem('MSB-OFFICE-STATE');
    await queries.query(
      'update offices set suspended = true, suspended_at = $2, suspended_reason = $3 where office_number = $1',
      [officeNumber, at, act.reason],
    );
  });
}

export function resumeOffice(context: Context, officeNumber: string, act: Act): Promise<Office> {
  return change(context, officeNumber, act, 'office.resumed', async (queries, office) => {
    if (!office.suspended || office.closedAt) throw new Problem('MSB-OFFICE-STATE');
    await queries.query(
      'update offices set suspended = false, suspended_at = null, suspended_reason = null where office_number = $1',
      [officeNumber],
    );
  });
}

export interface Closing extends Act {
  readonly fetchUntil: Date;
}

/** Ends an office's part for good: everybody is signed out; until `fetchUntil` they may come back to fetch and read. */
export function closeOffice(context: Context, officeNumber: string, closing: Closing): Promise<Office> {
  requireForeign(closing, officeNumber);
  return change(context, officeNumber, closing, 'office.closed', (queries, office, at) =>
    close(queries, office, closing, at, null),
  );
}

async function close(
  queries: Queries,
  { officeNumber, closedAt }: Office,
  { reason, fetchUntil }: Closing,
  at: Date,
  successor: string | null,
): Promise<void> {
  if (closedAt) throw new Problem('MSB-OFFICE-STATE');
  await queries.query(
    'update offices set closed_at = $2, closed_reason = $3, fetch_until = $4, successor = $5 where office_number = $1',
    [officeNumber, at, reason, fetchUntil, successor],
  );
  await endOfficeSessions(queries, officeNumber, at);
}

async function requireSuccessor(queries: Queries, officeNumber: string, successor: string): Promise<void> {
  const next = successor === officeNumber ? null : await findOffice(queries, successor);
  if (!next || next.closedAt) throw new Problem('MSB-OFFICE-SUCCESSOR');
}

/** Throws what `mergeOffice` would, before a second operator is asked. */
export async function requireMergeable(
  { database }: Context,
  officeNumber: string,
  { caller, successor }: Pick<Act, 'caller'> & { readonly successor: string },
): Promise<Office> {
  if (caller.officeNumber === officeNumber) throw new Problem('MSB-OFFICE-OWN');
  const office = await requireOffice(database, officeNumber);
  if (office.closedAt) throw new Problem('MSB-OFFICE-STATE');
  await requireSuccessor(database, officeNumber, successor);
  return office;
}

/**
 * A number ends and another goes on with its records: the successor's people read the old history, whoever addresses
 * the old number is told the new one. Certificates stay behind: what waits is encrypted to the old ones, so the old
 * number's people fetch it themselves until `fetchUntil`.
 */
export function mergeOffice(
  context: Context,
  officeNumber: string,
  succession: Closing & { readonly successor: string },
): Promise<Office> {
  requireForeign(succession, officeNumber);
  const { successor, caller, reason } = succession;
  return change(context, officeNumber, succession, 'office.succeeded', async (queries, office, at) => {
    await requireSuccessor(queries, officeNumber, successor);
    await close(queries, office, succession, at, successor);
    const audit = { at, ...actorOf({ ...caller, officeNumber: successor }), subjectType: 'office' };
    await recordAudit(queries, { ...audit, action: 'office.succeeds', subjectId: officeNumber, detail: reason });
    await tellOffice(queries, successor, 'office.changed');
  });
}
