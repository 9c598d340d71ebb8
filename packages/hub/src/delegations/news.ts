import { queueAccountMail } from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { StoredDelegation } from './store.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Days before its end at which a delegation is spoken of. */
const STAGES = [7, 30] as const;
const FURTHEST = 30;
/** What happened longer ago is no news any more. */
const NEWS_DAYS = 3;

/** Something an office's administrators hear about a delegation by mail; `subject` names it, so that each is told once. */
export interface DelegationNews {
  readonly officeNumber: string;
  readonly subject: string;
  readonly agentName: string;
  readonly what: 'granted' | 'changed' | 'ending' | 'revoked' | 'over';
  readonly maySend: boolean;
  readonly mayReceive: boolean;
  readonly until: Date;
}

interface Row extends Omit<DelegationNews, 'what' | 'subject'> {
  readonly id: string;
  readonly grantedAt: Date;
  readonly changedAt: Date | null;
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
}

/** What there is to tell about delegations right now, of all offices. */
export async function delegationNews({ database, now }: Context): Promise<DelegationNews[]> {
  const at = now();
  const since = new Date(at.getTime() - NEWS_DAYS * DAY_MS);
  const rows = await database.query<Row>(
    `select delegation_id as id, office_number as "officeNumber", agent_name as "agentName", may_send as "maySend",
            may_receive as "mayReceive", valid_until as until, granted_at as "grantedAt", changed_at as "changedAt",
            ended_at as "endedAt", ended_by as "endedBy"
       from delegations
      where granted_at > $2 or ended_at > $2 or ended_at is null and (changed_at > $2 or valid_until <= $3) and valid_until > $1
      order by office_number, granted_at`,
    [at, since, new Date(at.getTime() + FURTHEST * DAY_MS)],
  );
  return rows.flatMap((row) => newsOf(row, at, since));
}

function newsOf(
  { id, grantedAt, changedAt, endedAt, endedBy, ...facts }: Row,
  at: Date,
  since: Date,
): DelegationNews[] {
  const tell = (what: DelegationNews['what'], subject: string) => ({ ...facts, what, subject: `${id} ${subject}` });
  if (endedAt !== null) {
    const what = endedBy === 'system' ? 'over' : 'revoked';
    return [tell(what, 'ended')].map((one) => ({ ...one, until: endedAt }));
  }
  const stage = stageOf(facts.until, grantedAt, at);
  return [
    ...(grantedAt > since ? [tell('granted', 'granted')] : []),
    ...(changedAt && changedAt > since ? [tell('changed', `changed ${changedAt.toISOString()}`)] : []),
    ...(stage === null ? [] : [tell('ending', `${facts.until.toISOString()} ${stage}`)]),
  ];
}

/** Which reminder is due: none for a delegation that was granted for less time than that. */
function stageOf(until: Date, grantedAt: Date, at: Date): number | null {
  const days = (until.getTime() - at.getTime()) / DAY_MS;
  const stage = STAGES.find((one) => days <= one);
  const isShort = stage !== undefined && until.getTime() - grantedAt.getTime() <= stage * DAY_MS;
  return stage === undefined || isShort ? null : stage;
}

/** What an agent is mailed about its delegation; it goes to the address it registered itself, if any. */
export type AgentMailKind = 'delegation-changed' | 'delegation-ending' | 'delegation-ended';

/** Queues a mail to the agent in the transaction of what it tells of. */
export async function tellAgent(
  queries: Queries,
  { accountId, mailAddress }: Pick<StoredDelegation, 'accountId' | 'mailAddress'>,
  kind: AgentMailKind,
  at: Date,
): Promise<void> {
  if (mailAddress !== null) await queueAccountMail(queries, kind, accountId, mailAddress, at);
}

/** Reminds agents with an address of the end of their delegations, once for each end and stage. */
export async function remindAgents({ database, now }: Context): Promise<void> {
  const at = now();
  await database.transaction(async (queries) => {
    const rows = await queries.query<{
      id: string;
      validUntil: Date;
      grantedAt: Date;
      remindedOf: string | null;
      accountId: string;
      mailAddress: string;
    }>(
      `select d.delegation_id as id, d.valid_until as "validUntil", d.granted_at as "grantedAt", d.reminded_of as "remindedOf",
              a.account_id as "accountId", a.mail_address as "mailAddress"
         from delegations d join accounts a using (delegation_id)
        where d.ended_at is null and d.valid_until > $1 and d.valid_until <= $2 and a.mail_address is not null for update of d`,
      [at, new Date(at.getTime() + FURTHEST * DAY_MS)],
    );
    for (const row of rows) {
      const stage = stageOf(row.validUntil, row.grantedAt, at);
      const of = `${row.validUntil.toISOString()} ${stage}`;
      if (stage === null || row.remindedOf === of) continue;
      await queries.query('update delegations set reminded_of = $2 where delegation_id = $1', [row.id, of]);
      await tellAgent(queries, row, 'delegation-ending', at);
    }
  });
}
