import type { NewNotice, Notice, NoticeAudience, OperatorNotice } from '@musubi/contract';
import { tellEverybody } from '../events/index.js';
import type { Queries } from '../platform/database.js';

export type { NewNotice as NoticeInput, OperatorNotice } from '@musubi/contract';

interface StoredNotice extends Omit<Notice, 'publishedAt'> {
  readonly publishedAt: Date;
}
interface StoredOperatorNotice extends StoredNotice {
  readonly audience: NoticeAudience['kind'];
  readonly codes: string[];
  readonly until: Date | null;
}

const COLUMNS = 'notice_id::text as id, published_at as "publishedAt", title, body, important';
const OPERATOR_COLUMNS = `${COLUMNS}, audience, audience_codes as codes, shown_until as until`;
const NEWEST = 'order by published_at desc, notice_id desc';
const SHOWN = 100;
const LISTED = 500;
/** In its time: published and not yet taken down, at the instant $1. */
const IN_TIME = 'published_at <= $1 and (shown_until is null or shown_until > $1)';

const present = ({ publishedAt, ...notice }: StoredNotice): Notice => ({
  ...notice,
  publishedAt: publishedAt.toISOString(),
});

function presentToOperator({ audience: kind, codes, until, ...notice }: StoredOperatorNotice): OperatorNotice {
  const audience: NoticeAudience = kind === 'everyone' || kind === 'signedIn' ? { kind } : { kind, codes };
  return { ...present(notice), audience, until: until?.toISOString() ?? null };
}

export async function noticesForEverybody(queries: Queries, at: Date): Promise<Notice[]> {
  const rows = await queries.query<StoredNotice>(
    `select ${COLUMNS} from notices where audience = 'everyone' and ${IN_TIME} ${NEWEST} limit ${SHOWN}`,
    [at],
  );
  return rows.map(present);
}

/** What an office reads; the first two digits of its number are its prefecture. */
export async function noticesForOffice(
  queries: Queries,
  { officeNumber, serviceTypes }: { readonly officeNumber: string; readonly serviceTypes: readonly string[] },
  at: Date,
): Promise<Notice[]> {
  const rows = await queries.query<StoredNotice>(
    `select ${COLUMNS} from notices
      where ${IN_TIME} and (audience in ('everyone', 'signedIn')
         or audience = 'prefecture' and $2 = any(audience_codes)
         or audience = 'serviceType' and $3::text[] && audience_codes)
      ${NEWEST} limit ${SHOWN}`,
    [at, officeNumber.slice(0, 2), serviceTypes],
  );
  return rows.map(present);
}

export async function listAll(queries: Queries): Promise<OperatorNotice[]> {
  const rows = await queries.query<StoredOperatorNotice>(
    `select ${OPERATOR_COLUMNS} from notices ${NEWEST} limit ${LISTED}`,
  );
  return rows.map(presentToOperator);
}

/**
 * Adds a notice, or changes the one with the id; null when there is none. Without a day it is published now, and a
 * changed one keeps the day it had. It is announced again only when its day is moved into the future.
 */
export async function writeNotice(
  queries: Queries,
  { title, body, important, audience, from, until }: NewNotice,
  id: string | null,
  now: Date,
): Promise<OperatorNotice | null> {
  const codes = 'codes' in audience ? audience.codes : [];
  const values = [title, body, important, audience.kind, codes, from, until, now];
  const rows = await queries.query<StoredOperatorNotice>(
    id === null
      ? `insert into notices (title, body, important, audience, audience_codes, published_at, shown_until, announced)
         values ($1, $2, $3, $4, $5, coalesce($6::timestamptz, $8), $7, false) returning ${OPERATOR_COLUMNS}`
      : `update notices set title = $1, body = $2, important = $3, audience = $4, audience_codes = $5,
                published_at = coalesce($6::timestamptz, published_at), shown_until = $7,
                announced = announced and coalesce($6::timestamptz, published_at) <= $8
          where notice_id::text = $9 returning ${OPERATOR_COLUMNS}`,
    id === null ? values : [...values, id],
  );
  const [notice] = rows;
  return notice ? presentToOperator(notice) : null;
}

/** Whether there was one to remove. */
export async function removeNotice(queries: Queries, id: string): Promise<boolean> {
  const removed = await queries.query('delete from notices where notice_id::text = $1 returning notice_id', [id]);
  return removed.length > 0;
}

/** Tells those who listen once for all notices whose time has come. */
export async function announceDue(queries: Queries, now: Date): Promise<void> {
  const due = await queries.query(
    'update notices set announced = true where not announced and published_at <= $1 returning notice_id',
    [now],
  );
  if (due.length > 0) await tellEverybody(queries, 'notice.published');
}
