import { actorOf, recordAudit } from '../audit/index.js';
import type { Certificates } from '../certificates/index.js';
import {
  ACCOUNT_COLUMNS,
  ACCOUNTS,
  type Account,
  endSessions,
  findAccount,
  storePassword,
  tellPasswordChanged,
} from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Caller, Router } from '../platform/http.js';
import { Problem } from '../platform/problem.js';
import { isIdle } from './authenticate.js';
import { login, machineLogin } from './login.js';
import { limitFailures } from './login-limit.js';
import { describeSession, renewTokens } from './open-session.js';
import { noteProof, prove, requirePassword } from './proof.js';
import { registerSecondFactor } from './second-factor.js';
import { hashToken } from './tokens.js';

export function registerSessions({ route }: Router, context: Context, certificates: Certificates): void {
  const { database, now } = context;
  route('login', ({ body, request }) =>
    limitFailures(context, 'login', request.ip, () => login(context, certificates, body)),
  );
  // Counted apart: a program that goes on with a wrong secret must not keep an office's people out.
  route('machineToken', ({ body, request }) =>
    limitFailures(context, 'machine-login', request.ip, () => machineLogin(context, certificates, body)),
  );
  route('refreshSession', ({ body, request }) =>
    refresh(context, body.refreshToken, request.headers['musubi-terminal']),
  );
  route('currentSession', async ({ caller }) => {
    const account = await ownAccount(context, caller);
    const [row] = await database.query<{ expiresAt: Date; mustEnrol: boolean }>(
      'select expires_at as "expiresAt", must_enrol as "mustEnrol" from sessions where session_id = $1',
      [caller.sessionId],
    );
    return describeSession(context, database, account, {
      terminalId: caller.terminalId,
      expiresAt: row?.expiresAt ?? now(),
      mustEnrol: row?.mustEnrol ?? false,
      endsAt: caller.sessionEndsAt,
    });
  });
  route('stayActive', async () => {}); // that somebody called says it all (authenticate.ts)
  route('logout', ({ caller }) => closeSession(context, caller));
  route('changePassword', ({ caller, body }) =>
    changePassword(context, caller, body.currentPassword, body.newPassword),
  );
  route('proveAgain', ({ caller, body }) => prove(context, caller, body.password));
  registerSecondFactor({ route }, context);
  registerTerminals({ route }, context);
}

function registerTerminals({ route }: Pick<Router, 'route'>, { database, now }: Context): void {
  route('listTerminals', async ({ caller }) => {
    const rows = await database.query<{ id: string; name: string; firstSeenAt: Date; lastSeenAt: Date }>(
      `select distinct t.terminal_id as id, t.name, t.first_seen_at as "firstSeenAt", t.last_seen_at as "lastSeenAt"
         from terminals t join sessions s using (terminal_id)
        where s.account_id = $1 and s.closed_at is null and s.ends_at > $2 order by t.last_seen_at desc limit 200`,
      [caller.accountId, now()],
    );
    return {
      terminals: rows.map(({ firstSeenAt, lastSeenAt, ...row }) => ({
        ...row,
        firstSeenAt: firstSeenAt.toISOString(),
        lastSeenAt: lastSeenAt.toISOString(),
        current: row.id === caller.terminalId,
      })),
    };
  });
  route('signOutTerminal', async ({ caller, params }) => {
    await database.transaction(async (queries) => {
      const closed = await queries.query(
        'update sessions set closed_at = $3 where account_id = $1 and terminal_id = $2 and closed_at is null returning session_id',
        [caller.accountId, params.terminalId, now()],
      );
      if (closed.length === 0) throw new Problem('MSB-NOT-FOUND');
      await recordAudit(queries, {
        at: now(),
        ...actorOf(caller),
        action: 'terminal.signed-out',
        subjectType: 'terminal',
        subjectId: params.terminalId,
      });
    });
  });
}

async function ownAccount({ database }: Context, caller: Caller): Promise<Account> {
  const account = await findAccount(database, caller.userId);
  if (!account) throw new Problem('MSB-AUTH-EXPIRED');
  return account;
}

async function closeSession({ database, now }: Context, caller: Caller): Promise<void> {
  await database.transaction(async (queries) => {
    await queries.query('update sessions set closed_at = $2 where session_id = $1', [caller.sessionId, now()]);
    await recordAudit(queries, {
      at: now(),
      ...actorOf(caller),
      action: 'session.closed',
      subjectType: 'session',
      subjectId: caller.sessionId,
    });
  });
}

async function refresh(context: Context, refreshToken: string, terminal: string | string[] | undefined) {
  const at = context.now();
  const [terminalId = '', terminalSecret = ''] = typeof terminal === 'string' ? terminal.split('.') : [];
  return context.database.transaction(async (queries) => {
    const [row] = await queries.query<
      Account & {
        sessionId: string;
        terminalId: string;
        secretHash: Buffer;
        endsAt: Date;
        lastUsedAt: Date;
        mustEnrol: boolean;
      }
    >(
      `select ${ACCOUNT_COLUMNS}, s.session_id as "sessionId", s.terminal_id as "terminalId", t.secret_hash as "secretHash", s.ends_at as "endsAt",
              s.must_enrol as "mustEnrol", s.last_used_at as "lastUsedAt"
         from sessions s join (${ACCOUNTS}) on a.account_id = s.account_id join terminals t on t.terminal_id = s.terminal_id join certificates c on c.fingerprint = s.certificate_fingerprint
        where s.refresh_hash = $1 and s.closed_at is null and s.ends_at > $2 and not a.disabled and c.revoked_at is null and c.not_after > $2
          and (a.delegation_id is null or coalesce(d.ended_at, d.valid_until) > $2) for update of s`,
      [hashToken(refreshToken), at],
    );
    if (!row) throw new Problem('MSB-AUTH-EXPIRED');
    if (row.terminalId !== terminalId || !row.secretHash.equals(hashToken(terminalSecret)))
      throw new Problem('MSB-AUTH-TERMINAL-MISMATCH');
    if (isIdle(row, at, context.settings)) throw new Problem('MSB-AUTH-EXPIRED');
    const renewed = await renewTokens(queries, row.sessionId, at, row.endsAt);
    const session = await describeSession(context, queries, row, {
      terminalId,
      expiresAt: renewed.expiresAt,
      mustEnrol: row.mustEnrol,
      endsAt: row.endsAt,
    });
    return { token: renewed.token, refreshToken: renewed.refreshToken, terminalSecret: null, session };
  });
}

/** Changing the password ends the account's other sessions; this one goes on. */
async function changePassword(context: Context, caller: Caller, current: string, wanted: string): Promise<void> {
  const { database, now } = context;
  await requirePassword(context, caller, current);
  const account = await ownAccount(context, caller);
  if (current === wanted) throw new Problem('MSB-AUTH-PASSWORD-WEAK', { reason: 'same' });
  await database.transaction(async (queries) => {
    await storePassword(queries, account, wanted);
    await tellPasswordChanged(queries, account, now());
    await endSessions(queries, account.accountId, now());
    await queries.query('update sessions set closed_at = null where session_id = $1', [caller.sessionId]);
    await noteProof(queries, caller, now());
    await recordAudit(queries, {
      at: now(),
      ...actorOf(caller),
      action: 'account.password-changed',
      subjectType: 'account',
      subjectId: caller.userId,
    });
  });
}
