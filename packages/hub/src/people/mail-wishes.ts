import { MAIL_KINDS, type MailKind, type Preferences } from '@musubi/contract';
import { recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Account } from './accounts.js';

/** An address whose server refused for good this often in a row is left alone until its owner acts. */
export const REFUSED_AFTER = 3;

/** Who has said nothing gets what nobody wants to miss, and is left in peace otherwise. */
const USUAL: Readonly<Record<MailKind, boolean>> = {
  arrival: false,
  notFetched: true,
  certificate: true,
  licence: true,
  delegation: true,
  notice: false,
};
/** The office's own affairs are its administrators' business. */
const OFFICE_KINDS: readonly MailKind[] = ['certificate', 'licence', 'delegation'];
/** What is of no use to an agent (代行) who may only send. */
const RECEIVING_KINDS: readonly MailKind[] = ['arrival', 'notFetched'];

/** What of the mail a person may choose. */
export const kindsOf = ({ role, mayReceive }: Pick<Account, 'role' | 'mayReceive'>): MailKind[] =>
  MAIL_KINDS.filter(
    (kind) =>
      (role === 'administrator' || !OFFICE_KINDS.includes(kind)) &&
      (mayReceive !== false || !RECEIVING_KINDS.includes(kind)),
  );

const USUAL_KINDS = MAIL_KINDS.filter((kind) => USUAL[kind]);

export async function wishesOf(queries: Queries, accountId: string, offered: readonly MailKind[]): Promise<MailKind[]> {
  const rows = await queries.query<{ kind: string; wanted: boolean }>(
    'select kind, wanted from mail_wishes where account_id = $1',
    [accountId],
  );
  const said = new Map(rows.map(({ kind, wanted }) => [kind, wanted]));
  return offered.filter((kind) => said.get(kind) ?? USUAL[kind]);
}

export async function writeWishes(
  queries: Queries,
  accountId: string,
  offered: readonly MailKind[],
  wanted: readonly MailKind[],
): Promise<void> {
  await queries.query(
    `insert into mail_wishes select $1, * from unnest($2::text[], $3::boolean[])
     on conflict (account_id, kind) do update set wanted = excluded.wanted`,
    [accountId, offered, offered.map((kind) => wanted.includes(kind))],
  );
}

/** Ends one kind of mail for a person who opened the link in such a mail. Saying it twice is no mistake. */
export async function unsubscribe({ database, now }: Context, accountId: string, kind: MailKind): Promise<boolean> {
  return database.transaction(async (queries) => {
    const [account] = await queries.query<{ userId: string; officeNumber: string }>(
      'select user_id as "userId", office_number as "officeNumber" from accounts where account_id = $1 and removed_at is null',
      [accountId],
    );
    if (!account) return false;
    await writeWishes(queries, accountId, [kind], []);
    await recordAudit(queries, {
      at: now(),
      actor: account.userId,
      officeNumber: account.officeNumber,
      action: 'account.mail-unsubscribed',
      subjectType: 'account',
      subjectId: account.userId,
      detail: kind,
    });
    return true;
  });
}

/** Somebody who wants a kind of mail and has a verified address that takes it. */
export interface MailReader {
  readonly accountId: string;
  readonly userId: string;
  readonly officeNumber: string;
  readonly address: string;
  readonly dateStyle: Preferences['dateStyle'];
  /** False for an agent who may only receive: what the office sent is none of its business. */
  readonly seesSent: boolean;
}

const MAIL_READERS = `
  select a.account_id as "accountId", a.user_id as "userId", a.office_number as "officeNumber", a.mail_address as address,
         coalesce(p.date_style, 'era') as "dateStyle", coalesce(d.may_send, true) as "seesSent"
    from accounts a left join delegations d using (delegation_id) left join preferences p using (account_id) left join mail_wishes w on w.account_id = a.account_id and w.kind = $1
         left join mail_failures f on f.account_id = a.account_id
   where coalesce(w.wanted, $1 = any($2)) and a.mail_address is not null and not a.disabled and a.removed_at is null
     and ($1 <> all($4) or a.role = 'administrator') and coalesce(f.refusals, 0) < $3
     and (coalesce(d.may_receive, true) or $1 <> all($5))`;

const asked = (kind: MailKind) => [kind, USUAL_KINDS, REFUSED_AFTER, OFFICE_KINDS, RECEIVING_KINDS];

/** Who wants a kind of mail; among the people of some offices, or of all. */
export async function mailReadersOf(
  queries: Queries,
  kind: MailKind,
  officeNumbers: readonly string[] | null,
): Promise<MailReader[]> {
  return queries.query<MailReader>(`${MAIL_READERS} and ($6::text[] is null or a.office_number = any($6))`, [
    ...asked(kind),
    officeNumbers,
  ]);
}

/** One of them, or null when the person no longer wants such mail or may no longer sign in. */
export async function findMailReader(queries: Queries, kind: MailKind, accountId: string): Promise<MailReader | null> {
  const [reader] = await queries.query<MailReader>(`${MAIL_READERS} and a.account_id = $6`, [
    ...asked(kind),
    accountId,
  ]);
  return reader ?? null;
}
