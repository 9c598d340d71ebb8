import { randomInt } from 'node:crypto';
import type { ApplicationData, Claim, OperatorApplication } from '@musubi/contract';
import { certificatesOf } from '../certificates/index.js';
import { officeUserId } from '../offices/index.js';
import { type CountedClaim, requireClaimCode } from '../people/index.js';
import type { Queries } from '../platform/database.js';
import { Problem } from '../platform/problem.js';
import { hashToken } from '../sessions/index.js';

/** An application's row as the database holds it. */
export interface StoredApplication {
  readonly applicationNumber: string;
  readonly state: ApplicationData['state'];
  readonly officeNumber: string;
  readonly officeName: string;
  readonly corporationName: string;
  readonly serviceTypes: string[];
  readonly contactName: string;
  readonly mailAddress: string;
  readonly phone: string;
  readonly campaignCode: string | null;
  readonly waitsBecause: OperatorApplication['waitsBecause'];
  readonly appliedAt: Date;
  readonly mailConfirmedAt: Date | null;
  readonly decidedAt: Date | null;
  readonly refusalReason: string | null;
  readonly accountId: string | null;
  readonly handedOverAt: Date | null;
  readonly certificate: ApplicationData['certificate'];
  /** The operators who saw its link and its 受取コード. */
  readonly linkShownTo: string | null;
  readonly codeShownTo: string | null;
}

const SELECT = `
  select a.application_number as "applicationNumber", a.state, a.office_number as "officeNumber", a.office_name as "officeName",
         a.corporation_name as "corporationName", a.service_types as "serviceTypes", a.contact_name as "contactName",
         a.mail_address as "mailAddress", a.phone, a.campaign_code as "campaignCode", a.waits_because as "waitsBecause",
         a.applied_at as "appliedAt", a.mail_confirmed_at as "mailConfirmedAt", a.decided_at as "decidedAt",
         a.refusal_reason as "refusalReason", a.account_id as "accountId", a.handed_over_at as "handedOverAt",
         a.link_shown_to as "linkShownTo", a.code_shown_to as "codeShownTo",
         case when a.state <> 'approved' then 'none'
              when exists (select 1 from certificates c where c.office_number = a.office_number and c.delegation_id is null) then 'issued'
              when exists (select 1 from certificate_requests r where r.office_number = a.office_number and r.delegation_id is null) then 'requested'
              else 'none' end as certificate
    from applications a`;

/** The application a link opens, locked; throws MSB-APPLICATION-LINK when the link ended or never was one. */
export async function requireByToken(queries: Queries, token: string, at: Date): Promise<StoredApplication> {
  const [row] = await queries.query<StoredApplication>(
    `${SELECT} where a.token_hash = $1 and a.token_expires_at > $2 for update of a`,
    [hashToken(token), at],
  );
  if (!row) throw new Problem('MSB-APPLICATION-LINK');
  return row;
}

/** An application by its number, locked; throws MSB-NOT-FOUND. */
export async function requireByNumber(queries: Queries, applicationNumber: string): Promise<StoredApplication> {
  const [row] = await queries.query<StoredApplication>(`${SELECT} where a.application_number = $1 for update of a`, [
    applicationNumber,
  ]);
  if (!row) throw new Problem('MSB-NOT-FOUND');
  return row;
}

/**
 * Asks for the 受取コード of the application a link opens. A try is counted in a statement of its own before it is judged
 * (no transaction: it stays counted). Throws MSB-APPLICATION-LINK, MSB-CLAIM-CODE-WRONG, MSB-CLAIM-CODE-OVER.
 */
export async function requireClaim(queries: Queries, { token, claimCode }: Claim, at: Date): Promise<void> {
  const [row] = await queries.query<CountedClaim>(
    `update applications set claim_tries = claim_tries + 1 where token_hash = $1 and token_expires_at > $2
     returning claim_code_hash as hash, claim_tries as tries`,
    [hashToken(token), at],
  );
  if (!row) throw new Problem('MSB-APPLICATION-LINK');
  await requireClaimCode(row, claimCode);
  await queries.query('update applications set claim_tries = 0 where token_hash = $1', [hashToken(token)]);
}

export async function unusedNumber(queries: Queries): Promise<string> {
  for (;;) {
    const number = `A${String(randomInt(10 ** 10)).padStart(10, '0')}`;
    const taken = await queries.query('select 1 from applications where application_number = $1', [number]);
    if (taken.length === 0) return number;
  }
}

/** How many links were asked for by a mail address since a time. */
export async function countByMail(queries: Queries, mailAddress: string, since: Date): Promise<number> {
  const [row] = await queries.query<{ count: number }>(
    'select count(*) as count from applications where mail_address = $1 and applied_at > $2',
    [mailAddress, since],
  );
  return row?.count ?? 0;
}

/** Applications for operators, newest first. */
export async function listApplications(
  queries: Queries,
  { state, cursor, limit }: { state?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: OperatorApplication[]; next: string | null }> {
  const rows = await queries.query<StoredApplication>(
    `${SELECT} where ($1::text is null or a.state = $1)
       and ($2::text is null or (a.applied_at, a.application_number) < (select b.applied_at, b.application_number from applications b where b.application_number = $2))
      order by a.applied_at desc, a.application_number desc limit $3`,
    [state ?? null, cursor ?? null, limit + 1],
  );
  const items = rows.slice(0, limit).map(presentToOperator);
  return { items, next: rows.length > limit ? (items.at(-1)?.applicationNumber ?? null) : null };
}

function presentCommon(row: StoredApplication) {
  const { applicationNumber, state, officeNumber, officeName, contactName, refusalReason, certificate } = row;
  return {
    applicationNumber,
    state,
    officeNumber,
    officeName,
    contactName,
    appliedAt: row.appliedAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    refusalReason,
    officeUserId: state === 'approved' ? officeUserId(officeNumber) : null,
    handedOverAt: row.handedOverAt?.toISOString() ?? null,
    certificate,
  };
}

export async function presentToApplicant(queries: Queries, row: StoredApplication): Promise<ApplicationData> {
  const certificates = row.certificate === 'issued' ? await certificatesOf(queries, row.officeNumber) : [];
  return { ...presentCommon(row), certificates };
}

export function presentToOperator(row: StoredApplication): OperatorApplication {
  const { corporationName, serviceTypes, mailAddress, phone, campaignCode, mailConfirmedAt, waitsBecause } = row;
  return {
    ...presentCommon(row),
    corporationName,
    serviceTypes,
    mailAddress,
    phone,
    campaignCode,
    mailConfirmedAt: mailConfirmedAt?.toISOString() ?? null,
    waitsBecause,
  };
}
