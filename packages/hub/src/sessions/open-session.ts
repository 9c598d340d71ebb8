import type { LoginAnswer, Session } from '@musubi/contract';
import { recordAudit } from '../audit/index.js';
import { requireOffice } from '../offices/index.js';
import { type Account, agentOf, mustEnrolOneTimeCode, requiresOneTimeCode } from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import { hashToken, newToken } from './tokens.js';

/** Access 60 minutes, refresh 8 hours (ministry's API standard, landscape.md; security.md R08). */
const ACCESS_MS = 60 * 60 * 1000;
const ABSOLUTE_MS = 8 * 60 * 60 * 1000;

export interface Opening {
  readonly terminalId: string;
  readonly fingerprint: string;
  readonly factors: readonly string[];
}

/** Opens a session for an account whose factors were checked. */
export async function openSession(
  context: Context,
  queries: Queries,
  account: Account,
  opening: Opening,
): Promise<LoginAnswer> {
  const at = context.now();
  const [token, refreshToken] = [newToken(), newToken()];
  const expiresAt = new Date(at.getTime() + ACCESS_MS);
  const endsAt = new Date(at.getTime() + ABSOLUTE_MS);
  const sessionId = crypto.randomUUID();
  const mustEnrol =
    account.kind === 'person' &&
    !account.oneTimeConfirmed &&
    (await requiresOneTimeCode(queries, account.officeNumber));
  await queries.query(
    `insert into sessions (session_id, account_id, terminal_id, certificate_fingerprint, token_hash, refresh_hash, factors, created_at, expires_at, ends_at, last_used_at, proved_at, must_enrol)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $8, $8, $11)`,
    [
      sessionId,
      account.accountId,
      opening.terminalId,
      opening.fingerprint,
      hashToken(token),
      hashToken(refreshToken),
      opening.factors,
      at,
      expiresAt,
      endsAt,
      mustEnrol,
    ],
  );
  await queries.query('update accounts set last_signed_in_at = $2 where account_id = $1', [account.accountId, at]);
  const audit = {
    at,
    actor: account.userId,
    officeNumber: account.officeNumber,
    terminalId: opening.terminalId,
    subjectType: 'session',
    subjectId: sessionId,
  };
  await recordAudit(queries, { ...audit, action: 'session.opened', detail: opening.factors.join('+') });
  const session = await describeSession(context, queries, account, {
    terminalId: opening.terminalId,
    expiresAt,
    endsAt,
    mustEnrol,
  });
  return { token, refreshToken, terminalSecret: null, session };
}

/** Exchanges a session's tokens for new ones; its absolute end stays, and it is no act of a person. */
export async function renewTokens(
  queries: Queries,
  sessionId: string,
  at: Date,
  endsAt: Date,
): Promise<{ token: string; refreshToken: string; expiresAt: Date }> {
  const [token, refreshToken] = [newToken(), newToken()];
  const expiresAt = new Date(Math.min(at.getTime() + ACCESS_MS, endsAt.getTime()));
  await queries.query('update sessions set token_hash = $2, refresh_hash = $3, expires_at = $4 where session_id = $1', [
    sessionId,
    hashToken(token),
    hashToken(refreshToken),
    expiresAt,
  ]);
  return { token, refreshToken, expiresAt };
}

export async function describeSession(
  { settings }: Pick<Context, 'settings'>,
  queries: Queries,
  account: Account,
  {
    terminalId,
    expiresAt,
    endsAt,
    mustEnrol,
  }: { terminalId: string; expiresAt: Date; endsAt: Date; mustEnrol: boolean },
): Promise<Session> {
  const office = await requireOffice(queries, account.officeNumber);
  const agent = agentOf(account);
  return {
    account: {
      userId: account.userId,
      displayName: account.displayName,
      kind: account.kind,
      roles: [account.role],
      oneTimeCodeEnabled: account.oneTimeConfirmed,
      agent: agent && {
        agentName: agent.agentName,
        maySend: agent.maySend,
        mayReceive: agent.mayReceive,
        validUntil: (account.delegationEndsAt ?? endsAt).toISOString(),
      },
    },
    office: {
      officeNumber: office.officeNumber,
      name: office.name,
      serviceTypes: [...office.serviceTypes],
      licensedUntil: office.licensedUntil?.toISOString() ?? null,
      suspended: office.suspended,
      suspendedReason: office.suspendedReason,
      fetchUntil: office.fetchUntil?.toISOString() ?? null,
    },
    terminalId,
    mustChangePassword: account.mustChangePassword,
    mustEnrolOneTimeCode: mustEnrol || mustEnrolOneTimeCode(account),
    idleMinutes: settings.idleMinutes,
    expiresAt: expiresAt.toISOString(),
    endsAt: endsAt.toISOString(),
  };
}
