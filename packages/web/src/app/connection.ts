import { ConnectionFailure, type Transport } from '@musubi/client';

export type Connection = 'online' | 'offline';

const PROBE_MS = [1000, 2000, 4000, 8000, 15_000] as const;

/**
 * Tells whether the hub can be reached, by what requests experience. While it can't, a small question is asked again
 * and again, so that sending goes on by itself when it comes back.
 */
export function watchConnection(transport: Transport, tell: (connection: Connection) => void): Transport {
  let current: Connection = 'online';
  let probing = false;
  const set = (connection: Connection) => {
    if (connection !== current) {
      current = connection;
      tell(connection);
    }
    if (connection === 'offline' && !probing) void probe();
  };
  const probe = async () => {
    probing = true;
    for (let round = 0; current === 'offline'; round++) {
      await pause(PROBE_MS[Math.min(round, PROBE_MS.length - 1)] ?? PROBE_MS[0]);
      await attempt({ method: 'GET', path: '/healthz', headers: {}, body: null }).catch(() => {}); // tried again
    }
    probing = false;
  };
  const attempt: Transport['request'] = async (request) => {
    try {
      const answer = await transport.request(request);
      // A proxy in front of the hub answers 502 to 504 while the hub itself is away.
      set(answer.status >= 502 && answer.status <= 504 ? 'offline' : 'online');
      return answer;
    } catch (error) {
      if (error instanceof ConnectionFailure) set('offline');
      throw error;
    }
  };
  return { ...transport, request: attempt };
}

/** Waits, but no longer than until the browser says that the network is back. */
function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener('online', done);
  });
}
