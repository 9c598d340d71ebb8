import type { MailKind } from '@musubi/contract';
import { requireOffice } from '../offices/index.js';
import { findMailReader, type MailReader } from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Mailer, MailFailure, MailText } from '../platform/mail.js';
import { findArrived } from '../transmissions/index.js';
import { noteFailure, noteSent, withMailer } from './post.js';
import { arrivalWords, withFooter } from './templates.js';
import type { Unsubscribing } from './unsubscribing.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** What could not be mailed for this long is no news any more. */
const KEPT_MS = 7 * DAY_MS;
/** Whose mail failed this often in a row is tried hourly: servers lock out those who knock every minute. */
const PATIENT_AFTER = 5;
const PATIENCE_MS = 60 * 60 * 1000;

/** Where links in mails lead, and what signs the one to unsubscribe. */
export interface MailLinks {
  readonly unsubscribing: Unsubscribing;
  siteUrl(): string;
}

/** A mail of a kind with its footer and the header by which mail programs unsubscribe. */
export function mailOfKind(
  { unsubscribing, siteUrl }: MailLinks,
  kind: MailKind,
  { accountId }: MailReader,
  words: MailText,
): MailText {
  const token = unsubscribing.tokenOf(accountId, kind);
  return {
    ...withFooter(words, kind, `${siteUrl()}/unsubscribe#${token}`),
    unsubscribeUrl: `${siteUrl()}/v1/mail/unsubscribe/${token}`,
  };
}

/** Sends everybody one mail about all that arrived since their last one. What fails stays queued for the next time. */
export async function sendDigests(context: Context, links: MailLinks): Promise<void> {
  const { database, now } = context;
  await withMailer(context.settings, async (mailer) => {
    await database.query('delete from mail_queue where queued_at < $1', [new Date(now().getTime() - KEPT_MS)]);
    const waiting = await database.query<{ accountId: string }>(
      `select q.account_id as "accountId" from mail_queue q left join mail_failures f using (account_id)
        where f.failures is null or f.failures < $1 or f.failed_at <= $2
        group by q.account_id order by min(q.queued_at)`,
      [PATIENT_AFTER, new Date(now().getTime() - PATIENCE_MS)],
    );
    for (const { accountId } of waiting) {
      const outcome = await tellOne(context, links, mailer, accountId);
      if (outcome?.failure) await noteFailure(context, outcome.reader, outcome.failure);
      else if (outcome) await noteSent(context, outcome.reader, 'arrival');
      if (outcome?.failure && !outcome.failure.isOfAddress) return;
    }
  });
}

interface Outcome {
  readonly reader: MailReader;
  readonly failure: MailFailure | null;
}

/**
 * Mails one person and takes from the queue what was told. The rows stay locked meanwhile, so that no other process
 * tells the same; arrivals queued in between stay for the next mail.
 */
async function tellOne(context: Context, links: MailLinks, mailer: Mailer, accountId: string): Promise<Outcome | null> {
  return context.database.transaction(async (queries) => {
    const rows = await queries.query<{ id: string }>(
      'select transmission_id as id from mail_queue where account_id = $1 for update skip locked',
      [accountId],
    );
    const ids = rows.map(({ id }) => id);
    const reader = await findMailReader(queries, 'arrival', accountId);
    const arrived = reader ? await findArrived(queries, reader.officeNumber, ids) : [];
    let outcome: Outcome | null = null;
    if (reader && arrived.length > 0) {
      const { name } = await requireOffice(queries, reader.officeNumber);
      const mail = mailOfKind(links, 'arrival', reader, arrivalWords(name, arrived, reader.dateStyle));
      outcome = { reader, failure: await mailer.post(reader.address, mail) };
      if (outcome.failure) return outcome;
    }
    await queries.query('delete from mail_queue where account_id = $1 and transmission_id = any($2)', [accountId, ids]);
    return outcome;
  });
}
