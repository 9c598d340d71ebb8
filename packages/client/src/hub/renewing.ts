import type { HttpAnswer, HttpRequest, Transport } from '../ports.js';
import { HubConnection, problemCodeOf } from './connection.js';

/** The tokens of a session and the terminal's proof, as they are kept between requests. */
export interface SessionTokens {
  readonly token: string;
  readonly refreshToken: string | null;
  /** Header `Musubi-Terminal`: id.secret. */
  readonly terminal: string;
}

/** Where the tokens lie. Several processes or tabs may share them: `alone` keeps two of them from renewing at once. */
export interface TokenStore {
  load(): Promise<SessionTokens | null>;
  save(tokens: SessionTokens): Promise<void>;
  alone<T>(run: () => Promise<T>): Promise<T>;
}

/** What another token may mend. */
const RENEWABLE: readonly (string | null)[] = [
  'MSB-AUTH-REQUIRED',
  'MSB-AUTH-EXPIRED',
  'MSB-AUTH-TERMINAL-MISMATCH',
  'MSB-AUTH-CERTIFICATE-REFUSED',
];

/** An agent's time is over: no token helps. */
const ENDED = 'MSB-DELEGATION-ENDED';

const isRenewable = (answer: HttpAnswer) => answer.status === 401 && RENEWABLE.includes(problemCodeOf(answer));

/** Whether the hub refused the session itself; a wrong password or code within a session is another 401. */
export function isSessionOver(answer: HttpAnswer): boolean {
  return isRenewable(answer) || problemCodeOf(answer) === ENDED;
}

/** A token lives for minutes, a session for hours: an answer 401 renews the token once and repeats the request. */
export function renewingTransport(transport: Transport, store: TokenStore): Transport {
  const withTokens = (request: HttpRequest, tokens: SessionTokens | null): HttpRequest =>
    tokens
      ? {
          ...request,
          headers: { ...request.headers, authorization: `Bearer ${tokens.token}`, 'musubi-terminal': tokens.terminal },
        }
      : request;
  return {
    origin: transport.origin,
    request: async (request) => {
      const used = await store.load();
      const answer = await transport.request(withTokens(request, used));
      if (!used || !isRenewable(answer)) return answer;
      const renewed = await store.alone(() => renew(transport, store, used));
      return renewed ? transport.request(withTokens(request, renewed)) : answer;
    },
    stream: async (request, onText, signal) =>
      transport.stream(withTokens(request, await store.load()), onText, signal),
  };
}

/** New tokens, unless another process or tab has renewed them meanwhile; null when there is nothing to renew with. */
async function renew(transport: Transport, store: TokenStore, used: SessionTokens): Promise<SessionTokens | null> {
  const current = await store.load();
  if (current && current.token !== used.token) return current;
  if (!current?.refreshToken) return null;
  const { token, terminal, refreshToken } = current;
  const hub = new HubConnection(transport, () => ({ token, terminal }));
  const answer = await hub.call('refreshSession', { body: { refreshToken } });
  const renewed = { token: answer.token, refreshToken: answer.refreshToken, terminal };
  await store.save(renewed);
  return renewed;
}
