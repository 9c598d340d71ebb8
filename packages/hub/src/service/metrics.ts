import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Context } from '../platform/context.js';

/** Measurements for Prometheus: counts and durations by route and outcome, queue sizes; no offices, no people. */
export function createMetrics(app: FastifyInstance, { database, now }: Context): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const labelNames = ['method', 'route', 'status'] as const;
  const requests = new Counter({
    name: 'musubi_requests_total',
    help: 'Requests answered',
    labelNames,
    registers: [registry],
  });
  const durations = new Histogram({
    name: 'musubi_request_seconds',
    help: 'Time to answer a request',
    labelNames,
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const labels = {
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      status: String(reply.statusCode),
    };
    requests.inc(labels);
    durations.observe(labels, reply.elapsedTime / 1000);
  });
  const gauge = (name: string, help: string, measure: () => Promise<{ value: number }[]>) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const [row] = await measure();
        this.set(row?.value ?? 0);
      },
    });
  gauge('musubi_alerts', 'Alerts raised so far', () => database.query('select count(*) as value from alerts'));
  const waiting = "select count(*) as value from transmissions where delivery = 'consigned' and expires_at > $1";
  gauge('musubi_transmissions_waiting', 'Transmissions nobody has fetched yet', () => database.query(waiting, [now()]));
  return registry;
}
