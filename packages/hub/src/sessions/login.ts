import type { LoginAnswer, LoginRequest } from '@musubi/contract';
import type { Certificates } from '../certificates/index.js';
import { officeUserId } from '../offices/index.js';
import { type Account, endTries, findAccount } from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import { raiseAlarm } from './emergency.js';
import { type Proven, proveFactors } from './factors.js';
import { openSession } from './open-session.js';
import { type Refusal, recordRefusal, refused } from './refusal.js';
import { mayShowCode, useCode } from './second-factor.js';
import { openSeed } from './seeds.js';
import { hashToken, isToken, newToken } from './tokens.js';

/**
 * Signs a person in: certificate-signed assertion and password, plus the office's id on a terminal's first use and the
 * one-time code where set. Failures are recorded outside the transaction that failed.
 */
export function login(context: Context, certificates: Certificates, request: LoginRequest): Promise<LoginAnswer> {
  return signIn(context, certificates, request, async (queries, { account, fingerprint }) => {
    if (account.kind === 'machine') return refused('not-a-person');
    if (account.passwordExpiresAt !== null && account.passwordExpiresAt < context.now())
      return refused('first-password-expired', 'MSB-AUTH-PASSWORD-EXPIRED');
    const terminal = await checkTerminal(queries, request, account);
    if ('problem' in terminal) return terminal;
    // Last, for a code opens one session: it must not be spent on a sign-in that lacks something else.
    const wrong = await checkCode(context, queries, request, account);
    if (wrong) return wrong;
    const secret = await admitTerminal(context, queries, request, account, terminal.isNew);
    if (account.role === 'emergency') await raiseAlarm(context, queries, account.userId);
    const factors = ['certificate', 'password', ...(account.oneTimeConfirmed ? ['one-time-code'] : [])];
    const terminalId = request.terminal.id;
    const answer = await openSession(context, queries, account, { terminalId, fingerprint, factors });
    return { ...answer, terminalSecret: secret };
  });
}

/** A machine signs in with its own secret and a certificate-signed assertion: neither alone opens anything (R02). */
export function machineLogin(
  context: Context,
  certificates: Certificates,
  { assertion, machineId, machineSecret }: { assertion: string; machineId: string; machineSecret: string },
): Promise<LoginAnswer> {
  const terminal = { id: crypto.randomUUID() }; // its account names it, which is not proven yet
  const claim = { assertion, userId: machineId, password: machineSecret, terminal };
  return signIn(context, certificates, claim, async (queries, { account, fingerprint }) => {
    if (account.kind !== 'machine') return refused('not-a-machine');
    // A machine is a terminal of its own: its account id names it, its secret is the terminal's.
    await queries.query(
      `insert into terminals (terminal_id, office_number, name, secret_hash, first_seen_at, last_seen_at) values ($1, $2, $3, $4, $5, $5)
       on conflict (terminal_id) do update set last_seen_at = $5, secret_hash = $4`,
      [account.accountId, account.officeNumber, account.displayName, hashToken(machineSecret), context.now()],
    );
    const opening = { terminalId: account.accountId, fingerprint, factors: ['certificate', 'machine-secret'] };
    return { ...(await openSession(context, queries, account, opening)), refreshToken: null };
  });
}

/** Certificate and password first, then `open` in a transaction; what it refuses is recorded after that. */
async function signIn(
  context: Context,
  certificates: Certificates,
  claim: Parameters<typeof proveFactors>[2],
  open: (queries: Queries, proven: Proven) => Promise<LoginAnswer | Refusal>,
): Promise<LoginAnswer> {
  const proven = await proveFactors(context, certificates, claim);
  const { account, counted } = proven;
  const outcome = await context.database.transaction(async (queries) => {
    if (!(await isUnchanged(queries, account))) return refused('changed-meanwhile');
    const opened = await open(queries, proven);
    if (!('problem' in opened)) await endTries(queries, counted, account, context.now());
    return opened;
  });
  if (!('problem' in outcome)) return outcome;
  await recordRefusal(context, claim.userId, outcome, { account, counted });
  throw outcome.problem;
}

/** While the password was judged, somebody may have taken the account away or given it another one. */
async function isUnchanged(queries: Queries, { userId, accountId, passwordHash }: Account): Promise<boolean> {
  await queries.query('select 1 from accounts where account_id = $1 for update', [accountId]);
  const now = await findAccount(queries, userId);
  return now !== null && !now.disabled && now.passwordHash === passwordHash;
}

/** A wrong code counts towards the lock; one that was used before is nobody's guess. */
async function checkCode(
  context: Pick<Context, 'now' | 'secrets'>,
  queries: Queries,
  { oneTimeCode }: LoginRequest,
  account: Account,
): Promise<Refusal | null> {
  const { oneTimeConfirmed, oneTimeSecret, accountId } = account;
  if (!oneTimeConfirmed || !oneTimeSecret) return null;
  if (oneTimeCode === undefined) return refused('one-time-code-missing', 'MSB-AUTH-ONE-TIME-CODE-REQUIRED');
  if (!(await mayShowCode({ database: queries, now: context.now }, accountId)))
    return refused('locked', 'MSB-AUTH-LOCKED');
  switch (
    await useCode(
      queries,
      { accountId, secret: openSeed(context, accountId, oneTimeSecret) },
      oneTimeCode,
      context.now(),
    )
  ) {
    case 'right':
      return null;
    case 'used':
      return refused('one-time-code-used', 'MSB-AUTH-CODE-USED');
    case 'wrong':
      return refused('one-time-code-wrong');
  }
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
