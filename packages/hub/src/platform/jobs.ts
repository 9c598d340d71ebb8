import type { JobName } from '@musubi/contract';
import type { Context } from './context.js';

/** Something to do again and again; many hub processes share the work through a lock in the database. */
export interface Job {
  readonly name: JobName;
  readonly everySeconds: number;
  run(): Promise<void>;
}

/** Starts the jobs and returns how to stop them. A failing job is reported and tried again at its next time. */
export function startJobs(
  context: Context,
  jobs: readonly Job[],
  report: (job: string, error: unknown) => void,
): () => void {
  const timers = jobs.map((job) =>
    setInterval(() => {
      runAlone(context, job).catch((error: unknown) => report(job.name, error));
    }, job.everySeconds * 1000),
  );
  for (const timer of timers) timer.unref();
  return () => timers.forEach(clearInterval);
}

/** Runs a job and writes down how it went, outside the lock's transaction so that a failure is kept too. */
async function runOnRecord({ database, now }: Context, job: Job): Promise<void> {
  const from = performance.now();
  try {
    await job.run();
  } catch (error) {
    await database.query(
      `insert into job_runs (name, failed_at, failure, failures_in_a_row) values ($1, $3, $2, 1)
       on conflict (name) do update set failed_at = $3, failure = $2, failures_in_a_row = job_runs.failures_in_a_row + 1`,
      [job.name, error instanceof Error ? error.name : 'unknown', now()],
    );
    throw error;
  }
  await database.query(
    `insert into job_runs (name, finished_at, seconds) values ($1, $3, $2)
     on conflict (name) do update set finished_at = $3, seconds = $2, failures_in_a_row = 0`,
    [job.name, (performance.now() - from) / 1000, now()],
  );
}

/** Runs a job unless another process runs it right now. */
export async function runAlone(context: Context, job: Job): Promise<void> {
  await context.database.transaction(async (queries) => {
    const [lock] = await queries.query<{ free: boolean }>('select pg_try_advisory_xact_lock(hashtext($1)) as free', [
      `job ${job.name}`,
    ]);
    if (lock?.free) await runOnRecord(context, job);
  });
}
