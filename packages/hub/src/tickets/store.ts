import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import type { NewTicket, OperatorTicket } from '@musubi/contract';
import type { Queries } from '../platform/database.js';

/** Digits and capitals without I, O and U: nobody mistakes one for another on the phone. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRSTVWXYZ';

interface StoredTicket extends Omit<OperatorTicket, 'receivedAt'> {
  readonly receivedAt: Date;
  readonly secretHash: Buffer;
}

const SELECT = `
  select t.ticket_number as "ticketNumber", t.category, t.body, t.state, t.received_at as "receivedAt",
         t.person_name as "personName", t.office_number as "officeNumber", t.mail_address as "mailAddress",
         t.secret_hash as "secretHash",
         coalesce((select json_agg(json_build_object('at', a.at, 'body', a.body) order by a.answer_id)
                     from ticket_answers a where a.ticket_number = t.ticket_number), '[]') as answers
    from tickets t`;

function present({ secretHash: _, receivedAt, answers, ...ticket }: StoredTicket): OperatorTicket {
  return {
    ...ticket,
    receivedAt: receivedAt.toISOString(),
    answers: answers.map(({ at, body }) => ({ at: new Date(at).toISOString(), body })),
  };
}

/** Eight characters in two groups: random, so that a number tells neither how many there are nor of another one. */
function newNumber(): string {
  const draw = () => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${draw()}-${draw()}`;
}

const hashOf = (secret: string) => createHash('sha256').update(secret).digest();
const NOBODY = hashOf('');

/** People type numbers in small letters and full width. */
export const normalNumber = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[‐−ー―]/g, '-');

export async function insertTicket(
  queries: Queries,
  { category, body, personName, officeNumber, mailAddress }: NewTicket,
  at: Date,
): Promise<{ ticketNumber: string; secret: string }> {
  const ticketNumber = newNumber();
  const secret = randomBytes(16).toString('base64url');
  await queries.query(
    `insert into tickets (ticket_number, secret_hash, category, body, person_name, office_number, mail_address, state, received_at)
     values ($1, $2, $3, $4, nullif($5, ''), nullif($6, ''), nullif($7, ''), 'open', $8)`,
    [ticketNumber, hashOf(secret), category, body, personName, officeNumber, mailAddress, at],
  );
  return { ticketNumber, secret };
}

/** The ticket of a number and its secret; a wrong secret and an unknown number take the same way and time. */
export async function openTicket(queries: Queries, number: string, secret: string): Promise<OperatorTicket | null> {
  const [row] = await queries.query<StoredTicket>(`${SELECT} where t.ticket_number = $1`, [number]);
  const isRight = timingSafeEqual(row?.secretHash ?? NOBODY, hashOf(secret));
  return row && isRight ? present(row) : null;
}

export async function findTicket(queries: Queries, number: string): Promise<OperatorTicket | null> {
  const [row] = await queries.query<StoredTicket>(`${SELECT} where t.ticket_number = $1 for update of t`, [number]);
  return row ? present(row) : null;
}

/** Newest first; the cursor is the number of the last one seen. */
export async function listTickets(
  queries: Queries,
  { state, cursor, limit }: { state?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: OperatorTicket[]; next: string | null }> {
  const rows = await queries.query<StoredTicket>(
    `${SELECT}
      where ($1::text is null or t.state = $1)
        and ($2::text is null or (t.received_at, t.ticket_number) <
             (select c.received_at, c.ticket_number from tickets c where c.ticket_number = $2))
      order by t.received_at desc, t.ticket_number desc limit $3`,
    [state ?? null, cursor ?? null, limit + 1],
  );
  const items = rows.slice(0, limit).map(present);
  return { items, next: rows.length > limit ? (items.at(-1)?.ticketNumber ?? null) : null };
}

export async function insertAnswer(queries: Queries, number: string, body: string, at: Date): Promise<number> {
  const [row] = await queries.query<{ id: number }>(
    'insert into ticket_answers (ticket_number, at, body) values ($1, $2, $3) returning answer_id as id',
    [number, at, body],
  );
  if (!row) throw new Error('an inserted row was not returned');
  await queries.query("update tickets set state = 'answered' where ticket_number = $1", [number]);
  return row.id;
}

export async function closeTicket(queries: Queries, number: string, at: Date): Promise<void> {
  await queries.query("update tickets set state = 'closed', closed_at = $2 where ticket_number = $1", [number, at]);
}

/** How many acknowledgements an address was promised since an instant: strangers may type anybody's address. */
export async function mailsTo(queries: Queries, address: string, since: Date): Promise<number> {
  const [row] = await queries.query<{ count: number }>(
    'select count(*) as count from tickets where lower(mail_address) = lower($1) and received_at > $2',
    [address, since],
  );
  return row?.count ?? 0;
}

export async function queueMail(queries: Queries, number: string, answerId: number | null, at: Date): Promise<void> {
  await queries.query('insert into ticket_mails (ticket_number, answer_id, queued_at) values ($1, $2, $3)', [
    number,
    answerId,
    at,
  ]);
}
