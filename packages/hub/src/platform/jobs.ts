import type { Database } from './database.js';

/** Something to do again and again; many hub processes share the work through a lock in the database. */
export interface Job {
  readonly name: string;
  readonly everySeconds: number;
  run(): Promise<void>;
}

/** Starts the jobs and returns how to stop them. A failing job is reported and tried again at its next time. */
export function startJobs(
  database: Database,
  jobs: readonly Job[],
  report: (job: string, error: unknown) => void,
): () => void {
  const timers = jobs.map((job) =>
    setInterval(() => {
      runAlone(database, job).catch((error: unknown) => report(job.name, error));
    }, job.everySeconds * 1000),
  );
  for (const timer of timers) timer.unref();
  return () => timers.forEach(clearInterval);
}

/** Runs a job unless another process runs it right now. */
export async function runAlone(database: Database, job: Job): Promise<void> {
  await database.transaction(async (queries) => {
    const [lock] = await queries.query<{ free: boolean }>('select pg_try_advisory_xact_lock(hashtext($1)) as free', [
      `job ${job.name}`,
    ]);
    if (lock?.free) await job.run();
  });
}
