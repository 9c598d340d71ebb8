import type { FastifyInstance } from 'fastify';

/** Answers under way get this long when a hub stops. */
const GRACE_MS = 5000;
const AGAIN_MS = 200;

/**
 * Returns how a hub's server is closed: it listens no more, answers under way end, and then every connection is cut. Node
 * waits for those that were opened and never used until they time out, more than a minute, and browsers open them ahead.
 */
export function closerOf(app: FastifyInstance): () => Promise<void> {
  let answering = 0;
  app.server.on('request', (_request, response) => {
    answering++;
    response.once('close', () => answering--);
  });
  return async () => {
    const end = performance.now() + GRACE_MS;
    const cutting = setInterval(() => {
      if (answering === 0 || performance.now() > end) app.server.closeAllConnections();
    }, AGAIN_MS);
    try {
      await app.close();
    } finally {
      clearInterval(cutting);
    }
  };
}
