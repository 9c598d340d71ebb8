import { actorOf, recordAudit } from '../audit/index.js';
import { requireOffice } from '../offices/index.js';
import type { Context } from '../platform/context.js';
import type { Caller, Router } from '../platform/http.js';
import type { Job } from '../platform/jobs.js';
import { Problem } from '../platform/problem.js';
import { messagesTo } from './office-messages.js';
import {
  announceDue,
  listAll,
  type NoticeInput,
  noticesForEverybody,
  noticesForOffice,
  type OperatorNotice,
  removeNotice,
  writeNotice,
} from './store.js';

export { tellAdministrators } from './office-messages.js';
export { noticesForOffice } from './store.js';

/** What the hub's operators tell the public and the offices, each notice to its audience and in its time. */
export function registerNotices({ route }: Router, context: Context): Job[] {
  const { database, now } = context;
  route('listPublicNotices', async () => ({ notices: await noticesForEverybody(database, now()) }));
  route('listNotices', async ({ caller }) => {
    const { officeNumber, serviceTypes } = await requireOffice(database, caller.officeNumber);
    const all = await noticesForOffice(database, { officeNumber, serviceTypes }, now());
    const own = caller.role === 'administrator' ? await messagesTo(database, officeNumber) : [];
    return { notices: [...own, ...all].sort((a, b) => b.publishedAt.localeCompare(a.publishedAt)) };
  });
  route('operatorListNotices', async () => ({ notices: await listAll(database) }));
  route('operatorAddNotice', ({ caller, body }) => save(context, caller, body, null));
  route('operatorChangeNotice', ({ caller, body, params }) => save(context, caller, body, params.id));
  route('operatorRemoveNotice', ({ caller, params }) => remove(context, caller, params.id));
  return [
    { name: 'announce-notices', everySeconds: 60, run: () => database.transaction((one) => announceDue(one, now())) },
  ];
}

async function save(
  { database, now }: Context,
  caller: Caller,
  input: NoticeInput,
  id: string | null,
): Promise<OperatorNotice> {
  return database.transaction(async (queries) => {
    const notice = await writeNotice(queries, input, id, now());
    if (!notice) throw new Problem('MSB-NOT-FOUND');
    const audit = { at: now(), ...actorOf(caller), subjectType: 'notice', subjectId: notice.id };
    await recordAudit(queries, { ...audit, action: id === null ? 'notice.published' : 'notice.changed' });
    await announceDue(queries, now());
    return notice;
  });
}

async function remove({ database, now }: Context, caller: Caller, id: string): Promise<void> {
  await database.transaction(async (queries) => {
    if (!(await removeNotice(queries, id))) throw new Problem('MSB-NOT-FOUND');
    const audit = { at: now(), ...actorOf(caller), subjectType: 'notice', subjectId: id };
    await recordAudit(queries, { ...audit, action: 'notice.removed' });
  });
}
