import type { AuditAction, DelegationData, GrantAnswer, NewDelegation } from '@musubi/contract';
import { recordAudit } from '../audit/index.js';
import { tellOffice } from '../events/index.js';
import { insertAccount, newClaimCode } from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller } from '../platform/http.js';
import { requireTry } from '../platform/limits.js';
import { postMail } from '../platform/post-mail.js';
import { Problem } from '../platform/problem.js';
import { hashToken, newToken } from '../sessions/index.js';
import { linkMail } from './mails.js';
import { requireRunning, type StoredDelegation, showDelegation } from './store.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** A year and the rest of its last day. */
const LONGEST_MS = 367 * DAY_MS;
const LINK_MS = 14 * DAY_MS;
const MOST_RUNNING = 100;

/** Mails with links: an office entrusts few, and nobody gets heaps from one. */
const PER_OFFICE = { times: 30, minutes: 60 };
const PER_ADDRESS = { times: 5, minutes: 60 };

/** Throws MSB-REQUEST-TOO-MANY when a link would be one mail too many; one that is handed over is none. */
async function requireMail(context: Context, officeNumber: string, mailAddress: string | null): Promise<void> {
  if (mailAddress === null) return;
  await requireTry(context, `delegation-mail to ${mailAddress.toLowerCase()}`, PER_ADDRESS);
  await requireTry(context, `delegation-mail of ${officeNumber}`, PER_OFFICE);
}

/** Where the hub's screens are. */
export type PublicUrl = () => string;

/** Throws MSB-DELEGATION-PERIOD. */
export function requirePeriod(validUntil: Date, at: Date): void {
  if (validUntil <= at || validUntil.getTime() - at.getTime() > LONGEST_MS) throw new Problem('MSB-DELEGATION-PERIOD');
}

/** One audit row about a delegation: ids only, the agent's name stays in its own row. */
export async function recordStep(
  queries: Queries,
  at: Date,
  actor: string,
  { id, officeNumber, userId }: Pick<StoredDelegation, 'id' | 'officeNumber' | 'userId'>,
  action: AuditAction,
  detail?: string,
): Promise<void> {
  const subject = { subjectType: 'delegation', subjectId: id, detail: detail ? `${userId} ${detail}` : userId };
  await recordAudit(queries, { at, actor, officeNumber, action, ...subject });
}

/** Throws MSB-DELEGATION-TOO-MANY: all that run are in one list. */
async function requireRoom(queries: Queries, officeNumber: string, at: Date): Promise<void> {
  const [row] = await queries.query<{ count: number }>(
    'select count(*)::int as count from delegations where office_number = $1 and ended_at is null and valid_until > $2',
    [officeNumber, at],
  );
  if ((row?.count ?? 0) >= MOST_RUNNING) throw new Problem('MSB-DELEGATION-TOO-MANY');
}

/** An administrator lets somebody act in the office's name: delegation, account and link come to be together. */
export async function grant(
  context: Context,
  publicUrl: PublicUrl,
  caller: Caller,
  body: NewDelegation,
): Promise<GrantAnswer> {
  const { database, now } = context;
  const at = now();
  const { officeNumber, userId: actor } = caller;
  const { agentName, agentOfficeNumber, maySend, mayReceive } = body;
  const validUntil = new Date(body.validUntil);
  requirePeriod(validUntil, at);
  await requireMail(context, officeNumber, body.mailAddress);
  const made = await database.transaction(async (queries) => {
    await requireRoom(queries, officeNumber, at);
    const id = crypto.randomUUID();
    await queries.query(
      `insert into delegations (delegation_id, office_number, agent_name, agent_office_number, may_send, may_receive, valid_until, granted_by, granted_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [id, officeNumber, agentName, agentOfficeNumber, maySend, mayReceive, validUntil, actor, at],
    );
    const person = {
      officeNumber,
      displayName: `${agentName}（代行）`,
      kind: 'person',
      role: maySend ? 'staff' : 'reader',
      delegationId: id,
      addedBy: 'office',
    } as const;
    const { account } = await insertAccount(queries, at, person, actor);
    const row = { id, officeNumber, userId: account.userId };
    await recordStep(queries, at, actor, row, 'delegation.granted');
    await tellOffice(queries, officeNumber, 'delegation.changed');
    const way = await makeWay(queries, publicUrl, id, at);
    return { ...way, delegation: await showDelegation(queries, row, at) };
  });
  return handLink(context, made, body.mailAddress);
}

/** The two halves that together open the hand-over; they reach the agent by different ways. */
interface Way {
  readonly link: string;
  readonly claimCode: string;
}

/** A new link and a new code; those before them end. The token travels in the fragment, which no server sees. */
async function makeWay(queries: Queries, publicUrl: PublicUrl, id: string, at: Date): Promise<Way> {
  const token = newToken();
  const { code, hash } = await newClaimCode();
  await queries.query(
    `update delegations set token_hash = $2, token_expires_at = $3, claim_code_hash = $4, claim_tries = 0
      where delegation_id = $1`,
    [id, hashToken(token), new Date(at.getTime() + LINK_MS), hash],
  );
  return { link: `${publicUrl()}/delegation#${token}`, claimCode: code };
}

/** Mails the link when there is somewhere to mail it to; else the administrator gets it and hands it over. */
async function handLink(
  context: Context,
  { link, delegation, claimCode }: Way & { readonly delegation: DelegationData },
  mailAddress: string | null,
): Promise<GrantAnswer> {
  const mail = mailAddress === null ? 'off' : await postMail(context, mailAddress, linkMail(link));
  return { delegation, mail, link: mail === 'sent' ? null : link, claimCode };
}

/** Another link, as long as the agent has not taken over everything. */
export async function linkAgain(
  context: Context,
  publicUrl: PublicUrl,
  { officeNumber, userId: actor }: Caller,
  id: string,
  mailAddress: string | null,
): Promise<GrantAnswer> {
  const at = context.now();
  await requireMail(context, officeNumber, mailAddress);
  const made = await context.database.transaction(async (queries) => {
    const row = await requireRunning(queries, officeNumber, id, at);
    if (row.handedOverAt !== null && row.certificate === 'issued') throw new Problem('MSB-DELEGATION-CERTIFIED');
    const way = await makeWay(queries, publicUrl, id, at);
    await recordStep(queries, at, actor, row, 'delegation.link-made');
    return { ...way, delegation: await showDelegation(queries, row, at) };
  });
  return handLink(context, made, mailAddress);
}
