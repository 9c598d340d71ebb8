import type { Claim, DelegationData, DelegationHandover } from '@musubi/contract';
import { certificatesOfDelegation } from '../certificates/index.js';
import { officeUserId } from '../offices/index.js';
import { type CountedClaim, requireClaimCode } from '../people/index.js';
import type { Queries } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { hashToken } from '../sessions/index.js';

/** A delegation's row as the database holds it, with its account and what became of the hand-over. */
export interface StoredDelegation {
  readonly id: string;
  readonly officeNumber: string;
  readonly officeName: string;
  readonly agentName: string;
  readonly agentOfficeNumber: string | null;
  readonly maySend: boolean;
  readonly mayReceive: boolean;
  readonly validUntil: Date;
  readonly grantedAt: Date;
  readonly endedAt: Date | null;
  readonly handedOverAt: Date | null;
  readonly accountId: string;
  readonly userId: string;
  readonly mailAddress: string | null;
  readonly lastSignedInAt: Date | null;
  readonly certificate: DelegationData['certificate'];
  /** Until when the agent can sign in with what it holds. */
  readonly certificateUntil: Date | null;
}

const COLUMNS = `
  d.delegation_id as id, d.office_number as "officeNumber", o.name as "officeName", d.agent_name as "agentName",
  d.agent_office_number as "agentOfficeNumber", d.may_send as "maySend", d.may_receive as "mayReceive", d.valid_until as "validUntil",
  d.granted_at as "grantedAt", d.ended_at as "endedAt", d.handed_over_at as "handedOverAt",
  a.account_id as "accountId", a.user_id as "userId", a.mail_address as "mailAddress", a.last_signed_in_at as "lastSignedInAt",
  case when c.until is not null then 'issued'
       when exists (select 1 from certificate_requests r where r.delegation_id = d.delegation_id and r.fingerprint is null) then 'requested'
       else 'none' end as certificate, c.until as "certificateUntil"`;
/** $3 is the time: a certificate that ended or was revoked is none. */
const TABLES = `
  delegations d join offices o using (office_number) join accounts a using (delegation_id)
  cross join lateral (select max(not_after) as until from certificates
    where delegation_id = d.delegation_id and revoked_at is null and not_after > $3) c`;

/** A delegation by its id, locked; one of another office is unknown. Throws MSB-DELEGATION-UNKNOWN. */
export async function requireDelegation(
  queries: Queries,
  officeNumber: string,
  id: string,
  at: Date,
): Promise<StoredDelegation> {
  // Locked by a statement of its own: what is read after it sees all that was done before the lock was free.
  await queries.query('select 1 from delegations where delegation_id = $1 for update', [id]);
  const [row] = await queries.query<StoredDelegation>(
    `select ${COLUMNS} from ${TABLES} where d.delegation_id = $1 and d.office_number = $2`,
    [id, officeNumber, at],
  );
  if (!row) throw new Problem('MSB-DELEGATION-UNKNOWN');
  return row;
}

/** The same for one that runs; throws MSB-DELEGATION-OVER as well. */
export async function requireRunning(
  queries: Queries,
  officeNumber: string,
  id: string,
  at: Date,
): Promise<StoredDelegation> {
  const row = await requireDelegation(queries, officeNumber, id, at);
  if (!isRunning(row, at)) throw new Problem('MSB-DELEGATION-OVER');
  return row;
}

/** The delegation a link opens, locked; throws MSB-DELEGATION-LINK when link or delegation ended. */
export async function requireByToken(queries: Queries, token: string, at: Date): Promise<StoredDelegation> {
  const [locked] = await queries.query<{ id: string; officeNumber: string }>(
    `select delegation_id as id, office_number as "officeNumber" from delegations
      where token_hash = $1 and token_expires_at > $2 and ended_at is null and valid_until > $2 for update`,
    [hashToken(token), at],
  );
  if (!locked) throw new Problem('MSB-DELEGATION-LINK');
  return requireDelegation(queries, locked.officeNumber, locked.id, at);
}

/**
 * Asks for the 受取コード of the delegation a link opens, counted before it is judged as in applications/store.ts. Throws
 * MSB-DELEGATION-LINK, MSB-CLAIM-CODE-WRONG, MSB-CLAIM-CODE-OVER.
 */
export async function requireClaim(queries: Queries, { token, claimCode }: Claim, at: Date): Promise<void> {
  const [row] = await queries.query<CountedClaim>(
    `update delegations set claim_tries = claim_tries + 1
      where token_hash = $1 and token_expires_at > $2 and ended_at is null and valid_until > $2
     returning claim_code_hash as hash, claim_tries as tries`,
    [hashToken(token), at],
  );
  if (!row) throw new Problem('MSB-DELEGATION-LINK');
  await requireClaimCode(row, claimCode);
  await queries.query('update delegations set claim_tries = 0 where token_hash = $1', [hashToken(token)]);
}

/** How often an agent sent, and was the first to fetch what arrived. */
const COUNTS = `
  (select count(*)::int from transmissions t where t.sender_office = d.office_number and t.submitted_by = a.account_id) as "sentCount",
  (select count(*)::int from transmissions t where t.recipient_office = d.office_number and t.handed_over_to = a.account_id) as "receivedCount"`;

type Counted = StoredDelegation & { readonly sentCount: number; readonly receivedCount: number };

/** An office's delegations, those that run first, then the newest: `id` narrows to one. */
export async function listDelegations(
  queries: Queries,
  officeNumber: string,
  at: Date,
  id: string | null = null,
): Promise<DelegationData[]> {
  const rows = await queries.query<Counted>(
    `select ${COLUMNS}, ${COUNTS} from ${TABLES} where d.office_number = $1 and ($2::uuid is null or d.delegation_id = $2)
      order by (d.ended_at is null and d.valid_until > $3) desc, d.granted_at desc, d.delegation_id limit 200`,
    [officeNumber, id, at],
  );
  return rows.map((row) => present(row, at));
}

/** One of them as its office sees it. */
export async function showDelegation(
  queries: Queries,
  { officeNumber, id }: Pick<StoredDelegation, 'officeNumber' | 'id'>,
  at: Date,
): Promise<DelegationData> {
  const [one] = await listDelegations(queries, officeNumber, at, id);
  if (!one) throw new Problem('MSB-DELEGATION-UNKNOWN');
  return one;
}

const iso = (date: Date | null) => date?.toISOString() ?? null;

function present(row: Counted, at: Date): DelegationData {
  const { id, agentName, agentOfficeNumber, maySend, mayReceive, userId, certificate, sentCount, receivedCount } = row;
  return {
    id,
    agentName,
    agentOfficeNumber,
    maySend,
    mayReceive,
    validUntil: row.validUntil.toISOString(),
    state: isRunning(row, at) ? 'running' : 'ended',
    grantedAt: row.grantedAt.toISOString(),
    endedAt: iso(row.endedAt),
    userId,
    handedOverAt: iso(row.handedOverAt),
    certificate,
    certificateUntil: iso(row.certificateUntil),
    lastSignedInAt: iso(row.lastSignedInAt),
    sentCount,
    receivedCount,
  };
}

export function isRunning({ endedAt, validUntil }: StoredDelegation, at: Date): boolean {
  return endedAt === null && validUntil > at;
}

/** What the agent sees under its link. */
export async function presentToAgent(queries: Queries, row: StoredDelegation): Promise<DelegationHandover> {
  const { id, officeNumber, officeName, agentName, maySend, mayReceive, certificate } = row;
  return {
    id,
    officeNumber,
    officeName,
    agentName,
    maySend,
    mayReceive,
    validUntil: row.validUntil.toISOString(),
    officeUserId: officeUserId(officeNumber),
    handedOverAt: iso(row.handedOverAt),
    certificate,
    certificates: await certificatesOfDelegation(queries, id),
  };
}
