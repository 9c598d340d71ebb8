import type { AccountData, PersonData } from '@musubi/contract';
import { actorOf, recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller, Router } from '../platform/http.js';
import { requireTryFrom } from '../platform/limits.js';
import { Problem } from '../platform/problem.js';
import { type Account, addAccount, firstPasswordOf, listAccounts, officePeople, requireAccount } from './accounts.js';
import * as administer from './administer.js';
import { invitePerson, resendInvitation } from './invitations.js';
import { describeLink } from './links.js';
import {
  confirmMailAddress,
  mailSettingsOf,
  mailStateOf,
  refusedAmong,
  setMailAddress,
  setMailWishes,
} from './mail-address.js';
import { askRecovery } from './recovery.js';
import { setPasswordByLink } from './set-password.js';

/** Per address a request comes from: an office's people share one, so it is no small number. */
const LINKS = { times: 300, minutes: 60 };
const RECOVERIES = { times: 30, minutes: 60 };

interface SignedIn {
  readonly accountId: string;
  readonly name: string;
  readonly lastSeenAt: Date;
}

/** What everybody sees who looks after an account: the office's administrators and the hub's operators. */
export function presentAccount(account: Account, now: Date): AccountData {
  const { userId, displayName, kind, role, disabled, lockedUntil, lastSignedInAt, oneTimeConfirmed, agentName } =
    account;
  return {
    userId,
    displayName,
    kind,
    role,
    disabled,
    locked: lockedUntil !== null && lockedUntil > now,
    lastSignedInAt: lastSignedInAt?.toISOString() ?? null,
    oneTimeCodeEnabled: oneTimeConfirmed,
    agentName,
  };
}

/** More places at once than anybody works at; the person's own list of terminals is longer. */
const LATEST_TERMINALS = 5;

/** Accounts as administrators see them, with where they are signed in right now, the latest terminals first. */
async function presentPeople({ database, now }: Context, accounts: readonly Account[]): Promise<PersonData[]> {
  const ids = accounts.map(({ accountId }) => accountId);
  const refused = await refusedAmong(database, ids);
  const signedIn = await database.query<SignedIn>(
    `select s.account_id as "accountId", t.name, max(s.last_used_at) as "lastSeenAt" from sessions s join terminals t using (terminal_id)
      where s.account_id = any($1) and s.closed_at is null and s.ends_at > $2 group by s.account_id, t.terminal_id order by 3 desc`,
    [ids, now()],
  );
  return accounts.map((account) => ({
    ...presentAccount(account, now()),
    mail: mailStateOf(account, refused.has(account.accountId)),
    invitedUntil: account.invitedUntil?.toISOString() ?? null,
    terminals: signedIn
      .filter(({ accountId }) => accountId === account.accountId)
      .slice(0, LATEST_TERMINALS)
      .map(({ name, lastSeenAt }) => ({ name, lastSeenAt: lastSeenAt.toISOString() })),
  }));
}

export async function presentPerson(context: Context, account: Account): Promise<PersonData> {
  const [person] = await presentPeople(context, [account]);
  if (!person) throw new Error('one account is presented as one person');
  return person;
}

/** An office's administrators look after its people and machines; the hub's operators are none of theirs. */
async function requireOwn(queries: Queries, { officeNumber }: Caller, userId: string): Promise<Account> {
  const account = await requireAccount(queries, userId, officeNumber);
  if (account.kind === 'operator') throw new Problem('MSB-PERSON-UNKNOWN');
  return account;
}

export function registerPeople({ route }: Router, context: Context): void {
  const { database, now, settings } = context;
  const doing = async (caller: Caller, userId: string): Promise<administer.Doing> => {
    await requireOwn(database, caller, userId);
    return { officeNumber: caller.officeNumber, userId, actor: caller.userId };
  };
  route('listPeople', async ({ caller }) => {
    const audit = { at: now(), ...actorOf(caller), subjectType: 'office', subjectId: caller.officeNumber };
    await recordAudit(database, { ...audit, action: 'people.listed' });
    const accounts = await listAccounts(database, caller.officeNumber);
    return {
      people: await presentPeople(
        context,
        accounts.filter(({ kind }) => kind !== 'operator'),
      ),
      requiresOneTimeCode: await administer.requiresOneTimeCode(database, caller.officeNumber),
      canMail: settings.smtpUrl !== null,
    };
  });
  // An agent (代行) is no judge of who belongs to the office.
  route('listOfficePeople', async ({ caller }) => ({
    people: caller.agent ? [] : await officePeople(database, caller.officeNumber),
  }));
  route('addPerson', async ({ caller, body }) => {
    const person = { ...body, kind: 'person', officeNumber: caller.officeNumber, addedBy: 'office' } as const;
    const { account, secret } = await addAccount(context, person, caller.userId);
    return { person: await presentPerson(context, account), ...firstPasswordOf(account, secret) };
  });
  route('invitePerson', async ({ caller, body }) => presentPerson(context, await invitePerson(context, caller, body)));
  route('resendInvitation', async ({ caller, params }) =>
    presentPerson(context, await resendInvitation(context, caller, await requireOwn(database, caller, params.userId))),
  );
  route('addMachine', async ({ caller, body }) => {
    const own = { officeNumber: caller.officeNumber, addedBy: 'office' } as const;
    const machine = { ...body, kind: 'machine', role: 'machine', ...own } as const;
    const { account, secret } = await addAccount(context, machine, caller.userId);
    return { person: await presentPerson(context, account), secret };
  });
  route('changePerson', async ({ caller, params, body }) => {
    const { officeNumber, userId, actor } = await doing(caller, params.userId);
    return presentPerson(context, await administer.changeAccount(context, officeNumber, userId, body, actor));
  });
  route('removePerson', async ({ caller, params }) =>
    administer.removeAccount(context, await doing(caller, params.userId)),
  );
  route('unlockPerson', async ({ caller, params }) =>
    administer.unlockAccount(context, await doing(caller, params.userId)),
  );
  route('signOutPerson', async ({ caller, params }) =>
    administer.signOutAccount(context, await doing(caller, params.userId)),
  );
  route('resetPassword', async ({ caller, params }) => {
    return administer.resetPassword(context, await doing(caller, params.userId));
  });
  route('resetOneTimeCode', async ({ caller, params }) =>
    administer.resetOneTimeCode(context, await doing(caller, params.userId)),
  );
  route('setOfficeRules', async ({ caller, body }) => {
    await administer.setOfficeRules(context, caller.officeNumber, body, caller.userId);
    return body;
  });
}

/** A person's own mail address and wishes, and what is open to people who cannot sign in. */
export function registerAccountMail({ route }: Router, context: Context): void {
  route('getMailSettings', ({ caller }) => mailSettingsOf(context, caller));
  route('setMailAddress', ({ caller, body }) => setMailAddress(context, caller, body.mailAddress));
  route('setMailWishes', ({ caller, body }) => setMailWishes(context, caller, body.wanted));
  route('openLink', async ({ body, request }) => {
    await requireTryFrom(context, 'link', request.ip, LINKS);
    return describeLink(context, body.token);
  });
  route('confirmMailAddress', async ({ body, request }) => {
    await requireTryFrom(context, 'link', request.ip, LINKS);
    await confirmMailAddress(context, body.token);
  });
  route('setPasswordByLink', async ({ body, request }) => {
    await requireTryFrom(context, 'link', request.ip, LINKS);
    await setPasswordByLink(context, body);
  });
  route('recoverPassword', async ({ body, request }) => {
    await requireTryFrom(context, 'recovery', request.ip, RECOVERIES);
    await askRecovery(context, body);
  });
  route('recoverUserId', async ({ body, request }) => {
    await requireTryFrom(context, 'recovery', request.ip, RECOVERIES);
    await askRecovery(context, { ...body, userId: null });
  });
}
