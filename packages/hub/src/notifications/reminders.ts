import type { MailKind } from '@musubi/contract';
import { requireOffice } from '../offices/index.js';
import { type MailReader, mailReadersOf } from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Mailer, MailFailure } from '../platform/mail.js';
import { type MailLinks, mailOfKind } from './mail.js';
import { noteFailure, noteSent, withMailer } from './post.js';
import { type Fact, REMINDERS } from './reminder-facts.js';

/** At most one mail of a kind to a person in this time: what comes meanwhile is in the next one. */
const PAUSE_MS = 20 * 60 * 60_000;

/** Reminds everybody who wants it of what came up since; each thing once, at most one mail of a kind a day. */
export async function sendReminders(context: Context, links: MailLinks): Promise<void> {
  await withMailer(context.settings, async (mailer) => {
    for (const kind of ['notFetched', 'certificate', 'licence', 'delegation', 'notice'] as const) {
      const facts = await REMINDERS[kind].find(context);
      const offices = [...new Set(facts.map(({ officeNumber }) => officeNumber))];
      const readers = await mailReadersOf(context.database, kind, offices);
      for (const reader of readers) {
        const own = facts.filter((fact) => isFor(fact, reader));
        const failure = await remind(context, links, mailer, kind, reader, own);
        if (failure) await noteFailure(context, reader, failure);
        if (failure && !failure.isOfAddress) return;
      }
    }
  });
}

/** Facts of the reader's office; those about what it sent are not for agents who may only receive. */
const isFor = ({ officeNumber, unfetched }: Fact, reader: MailReader) =>
  officeNumber === reader.officeNumber && (reader.seesSent || unfetched?.side !== 'sent');

/** Thrown to undo what was noted as told. */
class NotSent extends Error {
  constructor(readonly failure: MailFailure) {
    super(failure.code);
  }
}

async function remind(
  context: Context,
  links: MailLinks,
  mailer: Mailer,
  kind: MailKind & keyof typeof REMINDERS,
  reader: MailReader,
  facts: readonly Fact[],
): Promise<MailFailure | null> {
  try {
    const isSent = await context.database.transaction(async (queries) => {
      const fresh = await takeUntold(context, queries, kind, reader, facts);
      if (fresh.length === 0) return false;
      const { name } = await requireOffice(queries, reader.officeNumber);
      const words = REMINDERS[kind].write(context, name, fresh, reader.dateStyle);
      const failure = await mailer.post(reader.address, mailOfKind(links, kind, reader, words));
      if (failure) throw new NotSent(failure);
      return true;
    });
    if (isSent) await noteSent(context, reader, kind);
    return null;
  } catch (error) {
    if (error instanceof NotSent) return error.failure;
    throw error;
  }
}

/** The facts this person was not told of, noted as told; none when the last mail of the kind is fresh. */
async function takeUntold(
  { now }: Context,
  queries: Queries,
  kind: MailKind,
  { accountId }: MailReader,
  facts: readonly Fact[],
): Promise<Fact[]> {
  const at = now();
  const recent = await queries.query(
    'select 1 from mail_told where account_id = $1 and kind = $2 and told_at > $3 limit 1',
    [accountId, kind, new Date(at.getTime() - PAUSE_MS)],
  );
  if (recent.length > 0 || facts.length === 0) return [];
  const told = await queries.query<{ subject: string }>(
    `insert into mail_told select $1, $2, unnest($3::text[]), $4 on conflict do nothing returning subject`,
    [accountId, kind, facts.map(({ subject }) => subject), at],
  );
  const fresh = new Set(told.map(({ subject }) => subject));
  return facts.filter(({ subject }) => fresh.has(subject));
}
