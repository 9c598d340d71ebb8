import { isShut } from '../offices/index.js';
import {
  ACCOUNT_COLUMNS,
  ACCOUNTS,
  type Account,
  agentOf,
  isDelegationOver,
  mustEnrolOneTimeCode,
} from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Authenticate, Caller } from '../platform/http.js';
import { Problem } from '../platform/problem.js';
import { hashToken, isToken } from './tokens.js';

interface StoredSession extends Account {
  readonly sessionId: string;
  readonly terminalId: string;
  readonly terminalSecretHash: Buffer;
  readonly fingerprint: string;
  readonly factors: readonly string[];
  readonly mustEnrol: boolean;
  readonly expiresAt: Date;
  readonly endsAt: Date;
  readonly lastUsedAt: Date;
  readonly closedAt: Date | null;
  readonly certificateRevokedAt: Date | null;
  readonly certificateNotAfter: Date;
  readonly officeClosedAt: Date | null;
  readonly fetchUntil: Date | null;
}

const FIND = `
  select ${ACCOUNT_COLUMNS}, s.session_id as "sessionId", s.terminal_id as "terminalId", t.secret_hash as "terminalSecretHash",
         s.certificate_fingerprint as fingerprint, s.factors, s.must_enrol as "mustEnrol", s.expires_at as "expiresAt", s.ends_at as "endsAt",
         s.last_used_at as "lastUsedAt", s.closed_at as "closedAt", c.revoked_at as "certificateRevokedAt", c.not_after as "certificateNotAfter",
         o.closed_at as "officeClosedAt", o.fetch_until as "fetchUntil"
    from sessions s join (${ACCOUNTS}) on a.account_id = s.account_id join terminals t on t.terminal_id = s.terminal_id
         join certificates c on c.fingerprint = s.certificate_fingerprint join offices o on o.office_number = a.office_number
   where s.token_hash = $1`;

/** How often a session's last use is written down; the idle limit is minutes long. */
const TOUCH_MS = 60_000;

/** What a request carries to prove its session. */
function credentials(headers: { authorization?: string | undefined; [name: string]: unknown }) {
  const token = /^Bearer ([\w-]{20,100})$/.exec(headers.authorization ?? '')?.[1];
  const terminal = headers['musubi-terminal'];
  const [, terminalId, terminalSecret] =
    /^([0-9a-f-]{36})\.([\w-]{20,100})$/.exec(typeof terminal === 'string' ? terminal : '') ?? [];
  if (!token) throw new Problem('MSB-AUTH-REQUIRED');
  if (!terminalId || !terminalSecret) throw new Problem('MSB-AUTH-TERMINAL-MISMATCH');
  return { token, terminalId, terminalSecret };
}

/** Finds the caller by token and terminal; a token is refused on any other terminal. */
export function authenticateWith(context: Context): Authenticate {
  return async (request) => {
    const { token, terminalId, terminalSecret } = credentials(request.headers);
    const [session] = await context.database.prepared<StoredSession>('session', FIND, [hashToken(token)]);
    if (!session) throw new Problem('MSB-AUTH-EXPIRED');
    if (session.terminalId !== terminalId || !isToken(session.terminalSecretHash, terminalSecret)) {
      throw new Problem('MSB-AUTH-TERMINAL-MISMATCH');
    }
    const now = context.now();
    requireOpen(session, now, context.settings.idleMinutes);
    if (now.getTime() - session.lastUsedAt.getTime() > TOUCH_MS) {
      await context.database.query('update sessions set last_used_at = $2 where session_id = $1', [
        session.sessionId,
        now,
      ]);
    }
    return callerOf(session);
  };
}

function requireOpen(session: StoredSession, now: Date, idleMinutes: number): void {
  if (isDelegationOver(session, now)) throw new Problem('MSB-DELEGATION-ENDED');
  const isIdle = now.getTime() - session.lastUsedAt.getTime() > idleMinutes * 60_000;
  if (session.closedAt || session.disabled || session.expiresAt <= now || isIdle) throw new Problem('MSB-AUTH-EXPIRED');
  if (session.certificateRevokedAt || session.certificateNotAfter < now)
    throw new Problem('MSB-AUTH-CERTIFICATE-REFUSED');
  if (isShut({ closedAt: session.officeClosedAt, fetchUntil: session.fetchUntil }, now))
    throw new Problem('MSB-OFFICE-CLOSED');
}

function callerOf(session: StoredSession): Caller {
  return {
    kind: session.kind,
    accountId: session.accountId,
    userId: session.userId,
    displayName: session.displayName,
    role: session.role,
    officeNumber: session.officeNumber,
    terminalId: session.terminalId,
    sessionId: session.sessionId,
    certificateFingerprint: session.fingerprint,
    factors: session.factors,
    mustChangePassword: session.mustChangePassword,
    mustEnrolOneTimeCode: session.mustEnrol || mustEnrolOneTimeCode(session),
    sessionEndsAt: session.endsAt,
    agent: agentOf(session),
  };
}
