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
import { isOneTimeCode } from './one-time-code.js';
import { openSession } from './open-session.js';
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
    const terminal = await admitTerminal(context, queries, request, account);
    if ('problem' in terminal) return { ...terminal, account };
    if (account.role === 'emergency') await raiseAlarm(context, queries, account.userId);
    const factors = ['certificate', 'password', ...(account.oneTimeConfirmed ? ['one-time-code'] : [])];
    const answer = await openSession(context, queries, account, {
      terminalId: request.terminal.id,
      fingerprint: proven.fingerprint,
      factors,
    });
    return { ...answer, terminalSecret: terminal.secret };
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
  if (!account.oneTimeConfirmed || !account.oneTimeSecret) return checked;
  if (request.oneTimeCode === undefined)
    return { problem: new Problem('MSB-AUTH-ONE-TIME-CODE-REQUIRED'), reason: 'one-time-code-missing' };
  return isOneTimeCode(account.oneTimeSecret, request.oneTimeCode, context.now())
    ? checked
    : { ...refused('one-time-code-wrong'), account };
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

/** A known terminal proves itself by its secret; a new one needs the office's id and gets a secret, once. */
async function admitTerminal(
  context: Context,
  queries: Queries,
  { terminal, officeUserId: given }: LoginRequest,
  account: Account,
): Promise<{ secret: string | null } | Refusal> {
  const [known] = await queries.query<{ officeNumber: string; secretHash: Buffer }>(
    'select office_number as "officeNumber", secret_hash as "secretHash" from terminals where terminal_id = $1',
    [terminal.id],
  );
  const now = context.now();
  if (known) {
    const isOurs =
      known.officeNumber === account.officeNumber &&
      terminal.secret !== undefined &&
      isToken(known.secretHash, terminal.secret);
    if (!isOurs) return { problem: new Problem('MSB-AUTH-TERMINAL-MISMATCH'), reason: 'terminal-secret' };
    await queries.query('update terminals set last_seen_at = $2, name = $3 where terminal_id = $1', [
      terminal.id,
      now,
      terminal.name,
    ]);
    return { secret: null };
  }
  if (given === undefined) return { problem: new Problem('MSB-AUTH-OFFICE-ID-REQUIRED'), reason: 'office-id-missing' };
  if (given !== officeUserId(account.officeNumber)) return refused('office-id-wrong');
  const secret = newToken();
  await queries.query('insert into terminals values ($1, $2, $3, $4, $5, $5)', [
    terminal.id,
    account.officeNumber,
    terminal.name,
    hashToken(secret),
    now,
  ]);
  return { secret };
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
