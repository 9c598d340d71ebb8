import { openApiDocument } from '@musubi/contract';
import type { Context } from '../platform/context.js';
import type { Router } from '../platform/http.js';
import { Problem } from '../platform/problem.js';
import { hashToken, isToken } from '../sessions/index.js';
import { apiPage, STYLE } from './api-pages.js';
import { readDemoAccounts } from './demo.js';
import { createMetrics } from './metrics.js';

/** Routes about the server itself. */
export function registerService({ app, route }: Router, context: Context, url: () => string): void {
  const demoAccounts = readDemoAccounts(context.settings.demoFile);
  const metrics = createMetrics(app, context);
  route('health', async () => ({ status: 'ok' as const }));
  route('readiness', async () => {
    await context.database.query('select 1').catch(() => {
      throw new Problem('MSB-HUB-UNAVAILABLE');
    });
    return {
      status: 'ready' as const,
      auditLog: context.database.isSeparated ? ('protected' as const) : ('unprotected' as const),
    };
  });
  const { metricsToken } = context.settings;
  route('metrics', ({ request }) => {
    const [, given] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
    // Without the token it is not there: alerts and the use of the operators' routes are nobody else's business.
    if (!metricsToken || !given || !isToken(hashToken(metricsToken), given)) throw new Problem('MSB-NOT-FOUND');
    return metrics.metrics();
  });
  route('openApi', async () => openApiDocument(url()));
  route('apiPages', async () => apiPage());
  route('demo', async () => ({ accounts: demoAccounts }));
  app.get('/docs/style.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(STYLE));
}
