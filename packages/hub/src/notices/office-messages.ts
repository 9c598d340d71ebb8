import type { Notice } from '@musubi/contract';
import { tellOffice } from '../events/index.js';
import type { Queries } from '../platform/database.js';

/** Tells the administrators of one office something; in the transaction of what it tells of. */
export async function tellAdministrators(
  queries: Queries,
  officeNumber: string,
  at: Date,
  { title, body }: Pick<Notice, 'title' | 'body'>,
): Promise<void> {
  await queries.query(
    'insert into office_messages (office_number, published_at, title, body) values ($1, $2, $3, $4)',
    [officeNumber, at, title, body],
  );
  await tellOffice(queries, officeNumber, 'notice.published');
}

const SHOWN = 30;

/** What the hub told an office's administrators, newest first. */
export async function messagesTo(queries: Queries, officeNumber: string): Promise<Notice[]> {
  const rows = await queries.query<Omit<Notice, 'publishedAt' | 'important'> & { publishedAt: Date }>(
    `select 'office-' || message_id as id, published_at as "publishedAt", title, body from office_messages
      where office_number = $1 order by published_at desc, message_id desc limit ${SHOWN}`,
    [officeNumber],
  );
  return rows.map((row) => ({ ...row, publishedAt: row.publishedAt.toISOString(), important: true }));
}
