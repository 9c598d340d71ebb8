import type { FastifyInstance } from 'fastify';
import type { Database } from '../platform/database.js';
import type { Job } from '../platform/jobs.js';

const HOUR_MS = 60 * 60 * 1000;
const KEPT_MS = 31 * 24 * HOUR_MS;

/** Counts answered problems by hour and code in memory and adds them to the table now and then: codes only. */
export function countProblems(app: FastifyInstance, database: Database, now: () => Date): Job {
  const counts = new Map<string, number>();
  app.addHook('onResponse', async (_request, { problemCode }) => {
    if (!problemCode) return;
    const hour = new Date(Math.floor(now().getTime() / HOUR_MS) * HOUR_MS).toISOString();
    const key = `${hour} ${problemCode}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  });
  const flush = async () => {
    const taken = [...counts];
    counts.clear();
    for (const [key, count] of taken) {
      const [hour, code] = key.split(' ');
      await database.query(
        `insert into problem_counts values ($1, $2, $3)
         on conflict (hour, code) do update set count = problem_counts.count + $3`,
        [hour, code, count],
      );
    }
  };
  app.addHook('onClose', () => flush().catch(() => {})); // the database may be gone already: figures, not records
  return {
    name: 'count-problems',
    everySeconds: 60,
    run: async () => {
      await flush();
      await database.query('delete from problem_counts where hour < $1', [new Date(now().getTime() - KEPT_MS)]);
    },
  };
}
