import { noteRefusalWith } from '../audit/index.js';
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
import type { Authenticate, Caller, OpenAmong } from '../platform/http.js';
import { Problem } from '../platform/problem.js';
import type { Settings } from '../platform/settings.js';
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
  readonly provedAt: Date;
  readonly closedAt: Date | null;
  readonly certificateRevokedAt: Date | null;
  readonly certificateNotAfter: Date;
  readonly officeClosedAt: Date | null;
  readonly fetchUntil: Date | null;
}

const FIND = `
  select ${ACCOUNT_COLUMNS}, s.session_id as "sessionId", s.terminal_id as "terminalId", t.secret_hash as "terminalSecretHash",
         s.certificate_fingerprint as fingerprint, s.factors, s.must_enrol as "mustEnrol", s.expires_at as "expiresAt", s.ends_at as "endsAt",
         s.last_used_at as "lastUsedAt", s.proved_at as "provedAt", s.closed_at as "closedAt", c.revoked_at as "certificateRevokedAt", c.not_after as "certificateNotAfter",
         o.closed_at as "officeClosedAt", o.fetch_until as "fetchUntil"
    from sessions s join (${ACCOUNTS}) on a.account_id = s.account_id join terminals t on t.terminal_id = s.terminal_id
         join certificates c on c.fingerprint = s.certificate_fingerprint join offices o on o.office_number = a.office_number`;

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
  const noteRefusal = noteRefusalWith(context);
  return async (request, route) => {
    const { token, terminalId, terminalSecret } = credentials(request.headers);
    const [session] = await context.database.prepared<StoredSession>('session', `${FIND} where s.token_hash = $1`, [
      hashToken(token),
    ]);
    if (!session) throw new Problem('MSB-AUTH-EXPIRED');
    const now = context.now();
    try {
      if (session.terminalId !== terminalId || !isToken(session.terminalSecretHash, terminalSecret))
        throw new Problem('MSB-AUTH-TERMINAL-MISMATCH');
      requireOpen(session, now, context.settings);
    } catch (error) {
      // A token that was this account's: that it was shown once more is on record (R22).
      if (error instanceof Problem) await noteRefusal(callerOf(session), route, error.code, request.id);
      throw error;
    }
    if (!route.background && now.getTime() - session.lastUsedAt.getTime() > TOUCH_MS) {
      await context.database.query('update sessions set last_used_at = $2 where session_id = $1', [
        session.sessionId,
        now,
      ]);
    }
    return callerOf(session);
  };
}

/** Those of some sessions that are still open: what streams follow is asked of them again and again (R11). */
export function openAmongWith({ database, now, settings }: Context): OpenAmong {
  return async (sessionIds) => {
    const sessions = await database.query<StoredSession>(`${FIND} where s.session_id = any($1)`, [[...sessionIds]]);
    const isOpen = (session: StoredSession) => {
      try {
        requireOpen(session, now(), settings);
        return true;
      } catch (error) {
        if (error instanceof Problem) return false;
        throw error;
      }
    };
    return new Set(sessions.filter(isOpen).map(({ sessionId }) => sessionId));
  };
}

/** Whether nobody has done anything for so long that the session is over (R08); programs are not people. */
export function isIdle(
  { kind, lastUsedAt }: Pick<StoredSession, 'kind' | 'lastUsedAt'>,
  now: Date,
  { idleMinutes }: Pick<Settings, 'idleMinutes'>,
): boolean {
  return kind !== 'machine' && now.getTime() - lastUsedAt.getTime() > idleMinutes * 60_000;
}

function requireOpen(session: StoredSession, now: Date, settings: Pick<Settings, 'idleMinutes'>): void {
  if (isDelegationOver(session, now)) throw new Problem('MSB-DELEGATION-ENDED');
  if (session.closedAt || session.disabled || session.expiresAt <= now || isIdle(session, now, settings))
    throw new Problem('MSB-AUTH-EXPIRED');
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
    provedAt: session.provedAt,
    agent: agentOf(session),
  };
}
