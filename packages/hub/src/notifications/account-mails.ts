import { requireOffice } from '../offices/index.js';
import { newsOfAct } from '../operate/index.js';
import {
  type Account,
  type AccountMail,
  type AccountMailKind,
  accountMailDone,
  accountMailFailed,
  accountsAt,
  agentOf,
  answerRecoveries,
  findAccount,
  findAccountById,
  makeLink,
  ROLE_NAMES,
  takeAccountMail,
} from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Mailer, MailFailure } from '../platform/mail.js';
import { noteFailure, noteSent, withMailer } from './post.js';
import { type AccountWords, accountWords } from './templates.js';

/** Which link a mail carries. */
const PURPOSES: Partial<Readonly<Record<AccountMailKind, 'invitation' | 'password' | 'mail-address'>>> = {
  invitation: 'invitation',
  'password-link': 'password',
  'password-reset-link': 'password',
  'verify-address': 'mail-address',
};

const NOTHING = { maySend: false, mayReceive: false };

const MAX_IN_ONE_ROUND = 200;

/** Answers who asked for help, then sends what waits. `siteUrl` is where people reach this hub. */
export async function sendAccountMails(context: Context, siteUrl: () => string): Promise<void> {
  await answerRecoveries(context);
  await withMailer(context.settings, async (mailer) => {
    for (let count = 0; count < MAX_IN_ONE_ROUND; count++) if (!(await sendNext(context, mailer, siteUrl()))) return;
  });
}

type Outcome = {
  readonly account: Account | null;
  readonly kind: AccountMailKind;
  readonly failure: MailFailure | null;
};

/** Sends the next mail. Its link is made in the same transaction: a mail that fails leaves no link behind. */
async function sendNext(context: Context, mailer: Mailer, siteUrl: string): Promise<boolean> {
  const outcome = await context.database.transaction((queries) => tell(context, queries, mailer, siteUrl));
  if (!outcome) return false;
  const { account, kind, failure } = outcome;
  if (account && failure) await noteFailure(context, account, failure);
  else if (account) await noteSent(context, account, kind);
  return !failure || failure.isOfAddress;
}

async function tell(context: Context, queries: Queries, mailer: Mailer, siteUrl: string): Promise<Outcome | null> {
  const at = context.now();
  const mail = await takeAccountMail(queries, at);
  if (!mail) return null;
  const account = await findAccountById(queries, mail.accountId);
  if (!account) {
    await accountMailDone(queries, mail);
    return { account: null, kind: mail.kind, failure: null };
  }
  await queries.query('savepoint before_link');
  const words = accountWords(mail.kind, await wordsOf(queries, mail, account, siteUrl, at));
  const failure = await mailer.post(mail.mailAddress, words);
  if (failure) {
    await queries.query('rollback to savepoint before_link');
    await accountMailFailed(queries, mail, at);
  } else {
    await accountMailDone(queries, mail);
  }
  return { account, kind: mail.kind, failure };
}

async function wordsOf(
  queries: Queries,
  { kind, mailAddress, about }: AccountMail,
  account: Account,
  siteUrl: string,
  at: Date,
): Promise<AccountWords> {
  const purpose = PURPOSES[kind];
  // The token stands behind the #: it never reaches a server's log.
  const link = purpose ? `${siteUrl}/link#${await makeLink(queries, purpose, account.accountId, mailAddress, at)}` : '';
  const { name } = await requireOffice(queries, account.officeNumber);
  const all = kind === 'user-ids' ? await accountsAt(queries, mailAddress) : [];
  const userIds = await Promise.all(
    all.map(async ({ userId, officeNumber }) => ({
      userId,
      officeName: (await requireOffice(queries, officeNumber)).name,
    })),
  );
  const { displayName, role, delegationEndsAt } = account;
  const delegation = { ...(agentOf(account) ?? NOTHING), endsAt: delegationEndsAt ?? at };
  const newcomer = kind === 'person-added' ? await findAccount(queries, about) : null;
  const added = newcomer && { displayName: newcomer.displayName, roleName: ROLE_NAMES[newcomer.role] };
  const act = kind === 'operator-act' ? await newsOfAct(queries, about, at) : null;
  return { displayName, officeName: name, roleName: ROLE_NAMES[role], link, userIds, delegation, added, act, siteUrl };
}
