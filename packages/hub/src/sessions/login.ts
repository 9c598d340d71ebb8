import type { LoginAnswer, LoginRequest } from '@musubi/contract';
import { recordAudit } from '../audit/index.js';
import type { Certificates } from '../certificates/index.js';
import { findOffice, isShut, officeUserId } from '../offices/index.js';
import { type Account, findAccount, isDelegationOver, isPassword } from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import { mayTry } from '../platform/limits.js';
import { Problem } from '../platform/problem.js';
import { AssertionRefused, checkAssertion, type ProvenOffice } from './assertion.js';
import { raiseAlarm } from './emergency.js';
import { openSession } from './open-session.js';
import { mayShowCode, useCode } from './second-factor.js';
import { hashToken, isToken, newToken } from './tokens.js';

/** Why a sign-in failed: the problem the caller sees and the reason the audit log keeps. */
interface Refusal {
  readonly problem: Problem;
  readonly reason: string;
}

const refused = (reason: string, code: Problem['code'] = 'MSB-AUTH-REFUSED'): Refusal => ({
  problem: new Problem(code),
  reason,
});

/**
 * Signs a person in: certificate-signed assertion and password, plus the office's id on a terminal's first use and the
 * one-time code where set. Failures are counted and recorded outside the transaction that failed.
 */
export async function login(context: Context, certificates: Certificates, request: LoginRequest): Promise<LoginAnswer> {
  const outcome = await context.database.transaction(async (queries) => {
    const checked = await checkPerson(context, certificates, queries, request);
    if ('problem' in checked) return checked;
    const { account, proven } = checked;
    const terminal = await checkTerminal(queries, request, account);
    if ('problem' in terminal) return { ...terminal, account };
    // Last, for a code opens one session: it must not be spent on a sign-in that lacks something else.
    const wrong = await checkCode(context, queries, request, account);
    if (wrong) return wrong;
    const secret = await admitTerminal(context, queries, request, account, terminal.isNew);
    if (account.role === 'emergency') await raiseAlarm(context, queries, account.userId);
    const factors = ['certificate', 'password', ...(account.oneTimeConfirmed ? ['one-time-code'] : [])];
    const answer = await openSession(context, queries, account, {
      terminalId: request.terminal.id,
      fingerprint: proven.fingerprint,
      factors,
    });
    return { ...answer, terminalSecret: secret };
  });
  if (!('problem' in outcome)) return outcome;
  await recordRefusal(context, request.userId, outcome);
  throw outcome.problem;
}

/** A machine signs in with its own secret and a certificate-signed assertion: neither alone opens anything (R02). */
export async function machineLogin(
  context: Context,
  certificates: Certificates,
  request: { assertion: string; machineId: string; machineSecret: string },
): Promise<LoginAnswer> {
  const outcome = await context.database.transaction(async (queries) => {
    const checked = await checkAccount(
      context,
      certificates,
      queries,
      request.assertion,
      request.machineId,
      request.machineSecret,
    );
    if ('problem' in checked) return checked;
    const { account, proven } = checked;
    if (account.kind !== 'machine') return { ...refused('not-a-machine'), account };
    // A machine is a terminal of its own: its account id names it, its secret is the terminal's.
    await queries.query(
      `insert into terminals (terminal_id, office_number, name, secret_hash, first_seen_at, last_seen_at) values ($1, $2, $3, $4, $5, $5)
       on conflict (terminal_id) do update set last_seen_at = $5, secret_hash = $4`,
      [account.accountId, account.officeNumber, account.displayName, hashToken(request.machineSecret), context.now()],
    );
    const answer = await openSession(context, queries, account, {
      terminalId: account.accountId,
      fingerprint: proven.fingerprint,
      factors: ['certificate', 'machine-secret'],
    });
    return { ...answer, refreshToken: null };
  });
  if (!('problem' in outcome)) return outcome;
  await recordRefusal(context, request.machineId, outcome);
  throw outcome.problem;
}

type Checked = { account: Account; proven: ProvenOffice } | (Refusal & { account?: Account });

async function checkPerson(
  context: Context,
  certificates: Certificates,
  queries: Queries,
  request: LoginRequest,
): Promise<Checked> {
  const checked = await checkAccount(
    context,
    certificates,
    queries,
    request.assertion,
    request.userId,
    request.password,
  );
  if ('problem' in checked) return checked;
  const { account } = checked;
  if (account.kind === 'machine') return { ...refused('not-a-person'), account };
  if (account.passwordExpiresAt !== null && account.passwordExpiresAt < context.now())
    return refused('first-password-expired', 'MSB-AUTH-PASSWORD-EXPIRED');
  return checked;
}

/** A wrong code counts towards the lock; one that was used before is nobody's guess. */
async function checkCode(
  { now }: Pick<Context, 'now'>,
  queries: Queries,
  { oneTimeCode }: LoginRequest,
  account: Account,
): Promise<(Refusal & { account?: Account }) | null> {
  const { oneTimeConfirmed, oneTimeSecret, accountId } = account;
  if (!oneTimeConfirmed || !oneTimeSecret) return null;
  if (oneTimeCode === undefined) return refused('one-time-code-missing', 'MSB-AUTH-ONE-TIME-CODE-REQUIRED');
  if (!(await mayShowCode({ database: queries, now }, accountId))) return refused('locked', 'MSB-AUTH-LOCKED');
  switch (await useCode(queries, { accountId, secret: oneTimeSecret }, oneTimeCode, now())) {
    case 'right':
      return null;
    case 'used':
      return refused('one-time-code-used', 'MSB-AUTH-CODE-USED');
    case 'wrong':
      return { ...refused('one-time-code-wrong'), account };
  }
}

/** The two factors every account needs. The same answer for unknown, disabled and wrong, in the same time. */
async function checkAccount(
  context: Context,
  certificates: Certificates,
  queries: Queries,
  assertion: string,
  userId: string,
  password: string,
): Promise<Checked> {
  const account = await findAccount(queries, userId);
  const passwordMatches = await isPassword(account?.passwordHash ?? null, password);
  let proven: ProvenOffice;
  try {
    proven = await checkAssertion(context, certificates, queries, assertion, userId);
  } catch (error) {
    if (!(error instanceof AssertionRefused)) throw error;
    return refused(error.reason, error.isCertificate ? 'MSB-AUTH-CERTIFICATE-REFUSED' : 'MSB-AUTH-ASSERTION-INVALID');
  }
  // Without the office's certificate nothing is told, not even a lock. An id nobody has locks like one that somebody
  // has: the lock says nothing about who exists.
  if (!account) {
    const isLocked = await isGuessed(context, queries, userId);
    return isLocked ? refused('locked', 'MSB-AUTH-LOCKED') : refused('unknown-account');
  }
  if (account.lockedUntil && account.lockedUntil > context.now()) return refused('locked', 'MSB-AUTH-LOCKED');
  if (!passwordMatches) return { ...refused('wrong-password'), account };
  if (isDelegationOver(account, context.now())) return refused('delegation-ended', 'MSB-DELEGATION-ENDED');
  if (account.disabled) return refused('disabled');
  if (proven.officeNumber !== account.officeNumber)
    return refused('certificate-of-another-office', 'MSB-AUTH-CERTIFICATE-REFUSED');
  // An agent's account opens the door with the agent's certificate only, and that certificate with that account only.
  if (proven.delegationId !== account.delegationId)
    return refused('certificate-of-another-delegation', 'MSB-AUTH-CERTIFICATE-REFUSED');
  const office = await findOffice(queries, account.officeNumber);
  if (office && isShut(office, context.now())) return refused('office-closed', 'MSB-OFFICE-CLOSED');
  return { account, proven };
}

async function isGuessed({ settings, now }: Context, queries: Queries, userId: string): Promise<boolean> {
  const limit = { times: settings.lockAfterFailures, minutes: settings.lockMinutes };
  return !(await mayTry({ database: queries, now }, `unknown ${userId}`, limit));
}

/** A known terminal proves itself by its secret; a new one needs the office's id. */
async function checkTerminal(
  queries: Queries,
  { terminal, officeUserId: given }: LoginRequest,
  account: Account,
): Promise<{ isNew: boolean } | Refusal> {
  const [known] = await queries.query<{ officeNumber: string; secretHash: Buffer }>(
    'select office_number as "officeNumber", secret_hash as "secretHash" from terminals where terminal_id = $1',
    [terminal.id],
  );
  if (known) {
    const isOurs =
      known.officeNumber === account.officeNumber &&
      terminal.secret !== undefined &&
      isToken(known.secretHash, terminal.secret);
    return isOurs ? { isNew: false } : refused('terminal-secret', 'MSB-AUTH-TERMINAL-MISMATCH');
  }
  if (given === undefined) return refused('office-id-missing', 'MSB-AUTH-OFFICE-ID-REQUIRED');
  return given === officeUserId(account.officeNumber) ? { isNew: true } : refused('office-id-wrong');
}

/** Notes that a terminal is in use; a new one gets a secret, once. */
async function admitTerminal(
  { now }: Context,
  queries: Queries,
  { terminal }: LoginRequest,
  { officeNumber }: Account,
  isNew: boolean,
): Promise<string | null> {
  const at = now();
  if (!isNew) {
    await queries.query('update terminals set last_seen_at = $2, name = $3 where terminal_id = $1', [
      terminal.id,
      at,
      terminal.name,
    ]);
    return null;
  }
  const secret = newToken();
  await queries.query('insert into terminals values ($1, $2, $3, $4, $5, $5)', [
    terminal.id,
    officeNumber,
    terminal.name,
    hashToken(secret),
    at,
  ]);
  return secret;
}

/** Wrong passwords and codes count towards the lock; the lock and each refusal leave a record (R06). */
async function recordRefusal(
  context: Context,
  userId: string,
  { reason, account }: Refusal & { account?: Account },
): Promise<void> {
  const { database, settings, now } = context;
  const at = now();
  await database.transaction(async (queries) => {
    const audit = {
      at,
      actor: userId,
      officeNumber: account?.officeNumber ?? null,
      subjectType: 'account',
      subjectId: userId,
    };
    await recordAudit(queries, { ...audit, action: 'session.refused', outcome: 'refused', detail: reason });
    if (!account) return;
    const [row] = await queries.query<{ failedAttempts: number }>(
      'update accounts set failed_attempts = failed_attempts + 1 where account_id = $1 returning failed_attempts as "failedAttempts"',
      [account.accountId],
    );
    if ((row?.failedAttempts ?? 0) < settings.lockAfterFailures) return;
    const until = new Date(at.getTime() + settings.lockMinutes * 60_000);
    await queries.query('update accounts set failed_attempts = 0, locked_until = $2 where account_id = $1', [
      account.accountId,
      until,
    ]);
    await recordAudit(queries, { ...audit, action: 'account.locked' });
  });
}
