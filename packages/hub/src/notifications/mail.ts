import { recordAudit } from '../audit/index.js';
import { requireOffice } from '../offices/index.js';
import { findMailReader, type MailReader } from '../people/index.js';
import type { Context } from '../platform/context.js';
import { isOfOneAddress, type Mailer, openMailer } from '../platform/mail.js';
import { findArrived } from '../transmissions/index.js';
import { digestOf } from './digest.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** What could not be mailed for this long is no news any more. */
const KEPT_MS = 7 * DAY_MS;
/** Whose mail failed this often in a row is tried hourly: servers lock out those who knock every minute. */
const PATIENT_AFTER = 5;
const PATIENCE_MS = 60 * 60 * 1000;

/** Sends everybody one mail about all that arrived since their last one. What fails stays queued for the next time. */
export async function sendDigests(context: Context): Promise<void> {
  const { database, now, settings } = context;
  if (!settings.smtpUrl) return;
  await database.query('delete from mail_queue where queued_at < $1', [new Date(now().getTime() - KEPT_MS)]);
  const waiting = await database.query<{ accountId: string }>(
    `select q.account_id as "accountId" from mail_queue q left join mail_failures f using (account_id)
      where f.failures is null or f.failures < $1 or f.failed_at <= $2
      group by q.account_id order by min(q.queued_at)`,
    [PATIENT_AFTER, new Date(now().getTime() - PATIENCE_MS)],
  );
  if (waiting.length === 0) return;
  const mailer = openMailer(settings);
  if (!mailer) return;
  try {
    for (const { accountId } of waiting) {
      const failure = await tellOne(context, mailer, accountId);
      if (failure) await noteFailure(context, failure);
      if (failure && !isOfOneAddress(failure.code)) return;
    }
  } finally {
    mailer.close();
  }
}

interface Failure {
  readonly reader: MailReader;
  readonly code: string;
}

/**
 * Mails one person and takes from the queue what was told. The rows stay locked meanwhile, so that no other process
 * tells the same; arrivals queued in between stay for the next mail.
 */
async function tellOne({ database, now }: Context, mailer: Mailer, accountId: string): Promise<Failure | null> {
  return database.transaction(async (queries) => {
    const rows = await queries.query<{ id: string }>(
      'select transmission_id as id from mail_queue where account_id = $1 for update skip locked',
      [accountId],
    );
    const ids = rows.map(({ id }) => id);
    const reader = await findMailReader(queries, accountId);
    const arrived = reader ? await findArrived(queries, reader.officeNumber, ids) : [];
    if (reader && arrived.length > 0) {
      const { name } = await requireOffice(queries, reader.officeNumber);
      const code = await mailer.post(reader.address, digestOf(name, arrived, reader.dateStyle));
      if (code) return { reader, code };
      await recordAudit(queries, { at: now(), ...auditOf(reader), action: 'mail.sent' });
      await queries.query('delete from mail_failures where account_id = $1', [accountId]);
    }
    await queries.query('delete from mail_queue where account_id = $1 and transmission_id = any($2)', [accountId, ids]);
    return null;
  });
}

/** Counts the failures of an address, not those of the server; the audit log gets the first in a row. */
async function noteFailure({ database, now, log }: Context, { reader, code }: Failure): Promise<void> {
  log.warn({ code }, 'a mail could not be sent');
  await database.transaction(async (queries) => {
    const [row] = await queries.query<{ isFirst: boolean }>(
      `insert into mail_failures values ($1, $2, $3, $4)
       on conflict (account_id) do update set code = $2, failures = mail_failures.failures + $3, failed_at = $4
       returning xmax = 0 as "isFirst"`,
      [reader.accountId, code, isOfOneAddress(code) ? 1 : 0, now()],
    );
    if (!row?.isFirst) return;
    const audit = { at: now(), ...auditOf(reader), outcome: 'refused' as const, detail: code };
    await recordAudit(queries, { ...audit, action: 'mail.failed' });
  });
}

const auditOf = ({ officeNumber, userId }: MailReader) => ({
  actor: 'system',
  officeNumber,
  subjectType: 'account',
  subjectId: userId,
});
