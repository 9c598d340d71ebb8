import { recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import { type Mailer, type MailFailure, openMailer } from '../platform/mail.js';
import type { Settings } from '../platform/settings.js';

/** Runs something with a connection to the mail server, and closes it; without a mail server nothing is done. */
export async function withMailer(settings: Settings, run: (mailer: Mailer) => Promise<void>): Promise<void> {
  const mailer = openMailer(settings);
  if (!mailer) return;
  try {
    await run(mailer);
  } finally {
    mailer.close();
  }
}

/** Whose mail it was. */
export interface Recipient {
  readonly accountId: string;
  readonly userId: string;
  readonly officeNumber: string;
}

const auditOf = ({ officeNumber, userId }: Recipient) => ({
  actor: 'system',
  officeNumber,
  subjectType: 'account',
  subjectId: userId,
});

export async function noteSent({ database, now }: Context, to: Recipient, detail: string): Promise<void> {
  await recordAudit(database, { at: now(), ...auditOf(to), action: 'mail.sent', detail });
  await database.query('delete from mail_failures where account_id = $1', [to.accountId]);
}

/** Counts the failures of an address, not those of the server; the audit log gets the first in a row. */
export async function noteFailure({ database, now, log }: Context, to: Recipient, failure: MailFailure): Promise<void> {
  log.warn({ code: failure.code }, 'a mail could not be sent');
  await database.transaction(async (queries) => {
    const [row] = await queries.query<{ isFirst: boolean }>(
      `insert into mail_failures (account_id, code, failures, failed_at, refusals) values ($1, $2, $3, $4, $5)
       on conflict (account_id) do update
         set code = $2, failures = mail_failures.failures + $3, failed_at = $4, refusals = mail_failures.refusals + $5
       returning xmax = 0 as "isFirst"`,
      [to.accountId, failure.code, failure.isOfAddress ? 1 : 0, now(), failure.isRefusal ? 1 : 0],
    );
    if (!row?.isFirst) return;
    const audit = { at: now(), ...auditOf(to), outcome: 'refused' as const, detail: failure.code };
    await recordAudit(queries, { ...audit, action: 'mail.failed' });
  });
}
