import { recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import { mayTry } from '../platform/limits.js';
import { queueAccountMail } from './account-mails.js';
import { ACCOUNT_COLUMNS, ACCOUNTS, type Account, findAccount } from './accounts.js';

/** How many recovery mails an account gets; more asking brings no more mail, and nobody is told. */
const PER_ACCOUNT = { times: 3, minutes: 60 };
const KEPT_MS = 60 * 60_000;

/** Keeps what somebody asked for. Nothing is looked up before the answer: it is the same, and takes as long, for all. */
export async function askRecovery(
  { database, now }: Context,
  asked: { readonly userId: string | null; readonly mailAddress: string },
): Promise<void> {
  await database.query('insert into recovery_requests (user_id, mail_address, asked_at) values ($1, $2, $3)', [
    asked.userId,
    asked.mailAddress,
    now(),
  ]);
}

interface Asked {
  readonly userId: string | null;
  readonly mailAddress: string;
  readonly askedAt: Date;
}

/** Looks at what was asked: whoever gave what is registered gets a mail, all others nothing. */
export async function answerRecoveries(context: Context): Promise<void> {
  const { database, now } = context;
  const asked = await database.query<Asked>(
    `delete from recovery_requests returning user_id as "userId", mail_address as "mailAddress", asked_at as "askedAt"`,
  );
  for (const one of asked) {
    if (now().getTime() - one.askedAt.getTime() > KEPT_MS) continue;
    await (one.userId === null ? answerIds(context, one) : answerPassword(context, one, one.userId));
  }
}

const isSame = (a: string | null, b: string) => a !== null && a.toLowerCase() === b.toLowerCase();

async function answerPassword(context: Context, { mailAddress }: Asked, userId: string): Promise<void> {
  const account = await findAccount(context.database, userId.toUpperCase());
  if (!account || account.disabled || account.kind === 'machine' || !isSame(account.mailAddress, mailAddress)) return;
  if (!(await mayTry(context, `recover ${account.accountId}`, PER_ACCOUNT))) return;
  await context.database.transaction((queries) => queue(context, queries, account, 'password-link'));
}

async function answerIds(context: Context, { mailAddress }: Asked): Promise<void> {
  const [account] = await accountsAt(context.database, mailAddress);
  if (!account || !(await mayTry(context, `recover ${account.accountId}`, PER_ACCOUNT))) return;
  await context.database.transaction((queries) => queue(context, queries, account, 'user-ids'));
}

async function queue(
  { now }: Context,
  queries: Queries,
  account: Account,
  kind: 'password-link' | 'user-ids',
): Promise<void> {
  if (!account.mailAddress) return;
  await queueAccountMail(queries, kind, account.accountId, account.mailAddress, now());
  await recordAudit(queries, {
    at: now(),
    actor: 'system',
    officeNumber: account.officeNumber,
    action: kind === 'user-ids' ? 'account.user-id-asked' : 'account.password-asked',
    subjectType: 'account',
    subjectId: account.userId,
  });
}

/** People with a verified address: somebody may work for several offices. */
export async function accountsAt(queries: Queries, mailAddress: string): Promise<Account[]> {
  return queries.query<Account>(
    `select ${ACCOUNT_COLUMNS} from ${ACCOUNTS}
      where lower(mail_address) = lower($1) and removed_at is null and not disabled and kind <> 'machine' order by user_id`,
    [mailAddress],
  );
}
