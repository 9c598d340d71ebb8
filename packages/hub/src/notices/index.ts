import type { Notice } from '@musubi/contract';
import { actorOf, recordAudit } from '../audit/index.js';
import { tellEverybody } from '../events/index.js';
import type { Context } from '../platform/context.js';
import type { Caller, Router } from '../platform/http.js';
import { Problem } from '../platform/problem.js';

interface StoredNotice extends Omit<Notice, 'publishedAt'> {
  readonly publishedAt: Date;
}

const COLUMNS = 'notice_id::text as id, published_at as "publishedAt", title, body, important';
const SHOWN = 100;

const present = ({ publishedAt, ...notice }: StoredNotice): Notice => ({
  ...notice,
  publishedAt: publishedAt.toISOString(),
});

/** What the hub's operators tell every office. */
export function registerNotices({ route }: Router, context: Context): void {
  route('listNotices', async () => {
    const rows = await context.database.query<StoredNotice>(
      `select ${COLUMNS} from notices order by published_at desc, notice_id desc limit ${SHOWN}`,
    );
    return { notices: rows.map(present) };
  });
  route('operatorAddNotice', ({ caller, body }) => publish(context, caller, body));
  route('operatorRemoveNotice', ({ caller, params }) => remove(context, caller, params.id));
}

async function publish(
  { database, now }: Context,
  caller: Caller,
  { title, body, important }: Pick<Notice, 'title' | 'body' | 'important'>,
): Promise<Notice> {
  return database.transaction(async (queries) => {
    const rows = await queries.query<StoredNotice>(
      `insert into notices (published_at, title, body, important) values ($1, $2, $3, $4) returning ${COLUMNS}`,
      [now(), title, body, important],
    );
    const [notice] = rows.map(present);
    if (!notice) throw new Error('an inserted row was not returned');
    const audit = { at: now(), ...actorOf(caller), subjectType: 'notice', subjectId: notice.id };
    await recordAudit(queries, { ...audit, action: 'notice.published' });
    await tellEverybody(queries, 'notice.published');
    return notice;
  });
}

async function remove({ database, now }: Context, caller: Caller, id: string): Promise<void> {
  await database.transaction(async (queries) => {
    const removed = await queries.query('delete from notices where notice_id::text = $1 returning notice_id', [id]);
    if (removed.length === 0) throw new Problem('MSB-NOT-FOUND');
    const audit = { at: now(), ...actorOf(caller), subjectType: 'notice', subjectId: id };
    await recordAudit(queries, { ...audit, action: 'notice.removed' });
  });
}
