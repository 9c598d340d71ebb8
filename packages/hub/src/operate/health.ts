import { readFileSync } from 'node:fs';
import { type HubHealth, JOB_NAMES } from '@musubi/contract';
import { z } from 'zod';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import { listAlerts } from '../sessions/index.js';

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')));
const iso = (date: Date | null) => date?.toISOString() ?? null;
const SLOW = 20;
const ALERTS = 10;

/** Everything an operator looks at first. Sizes in bytes; months are those of the partitions. */
export async function healthOf({ database, now }: Context, startedAt: Date): Promise<HubHealth> {
  const at = now();
  return {
    version,
    startedAt: startedAt.toISOString(),
    clockOffsetMs: await clockOffset(database),
    queues: await queues(database),
    jobs: await jobs(database),
    problems: await problems(database, at),
    storage: await storage(database),
    slowOffices: await slowOffices(database, at),
    alerts: (await listAlerts(database, { limit: ALERTS })).items,
  };
}

/** How far this machine's clock is from the database's, which may stand on another machine; half the way is travel. */
async function clockOffset(queries: Queries): Promise<number> {
  const asked = Date.now();
  const [row] = await queries.query<{ at: Date }>('select clock_timestamp() as at');
  const answered = Date.now();
  return Math.round((asked + answered) / 2 - (row?.at.getTime() ?? asked));
}

async function queues(queries: Queries): Promise<HubHealth['queues']> {
  const rows = await queries.query<{ name: 'mail' | 'mailFailures' | 'push'; waiting: number; oldestAt: Date | null }>(
    `select 'mail' as name, count(*) as waiting, min(queued_at) as "oldestAt" from mail_queue
     union all select 'mailFailures', count(*), min(failed_at) from mail_failures
     union all select 'push', count(*), min(news_at) from push_subscriptions where news_at is not null`,
  );
  return rows.map(({ oldestAt, ...row }) => ({ ...row, oldestAt: iso(oldestAt) }));
}

async function jobs(queries: Queries): Promise<HubHealth['jobs']> {
  const rows = await queries.query<
    Omit<HubHealth['jobs'][number], 'finishedAt' | 'failedAt'> & { finishedAt: Date | null; failedAt: Date | null }
  >(
    `select name, finished_at as "finishedAt", seconds, failed_at as "failedAt", failure, failures_in_a_row as "failuresInARow"
       from job_runs where name = any($1) order by failures_in_a_row desc, name`,
    [JOB_NAMES],
  );
  return rows.map((row) => ({ ...row, finishedAt: iso(row.finishedAt), failedAt: iso(row.failedAt) }));
}

async function problems(queries: Queries, at: Date): Promise<HubHealth['problems']> {
  const rows = await queries.query<{ hour: Date; code: string; count: number }>(
    `select hour, code, count from problem_counts where hour > $1::timestamptz - interval '24 hours'
      order by hour desc, count desc limit 500`,
    [at],
  );
  return rows.map((row) => ({ ...row, hour: row.hour.toISOString() }));
}

/** Sizes as the database's own catalogue says: nothing is counted, so it stays quick with millions of rows. */
async function storage(queries: Queries): Promise<HubHealth['storage']> {
  const [whole] = await queries.query<{ bytes: number }>('select pg_database_size(current_database()) as bytes');
  const months = await queries.query<{ month: string; payloadBytes: number; recordBytes: number }>(
    `select right(c.relname, 6) as month,
            coalesce(sum(pg_total_relation_size(c.oid)) filter (where p.relname = 'payloads'), 0)::bigint as "payloadBytes",
            coalesce(sum(pg_total_relation_size(c.oid)) filter (where p.relname <> 'payloads'), 0)::bigint as "recordBytes"
       from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
      where p.relname in ('transmissions', 'payloads', 'receipts') and c.relkind = 'r'
      group by 1 order by 1 desc limit 24`,
  );
  return { databaseBytes: whole?.bytes ?? 0, months };
}

/** Offices with the oldest unfetched transmission, and how long they usually take. */
async function slowOffices(queries: Queries, at: Date): Promise<HubHealth['slowOffices']> {
  const rows = await queries.query<Omit<HubHealth['slowOffices'][number], 'oldestAt'> & { oldestAt: Date }>(
    `with slow as (
       select recipient_office, count(*) as waiting, min(submitted_at) as oldest from transmissions
        where delivery = 'consigned' and expires_at > $1 group by 1 order by oldest limit ${SLOW})
     select s.recipient_office as "officeNumber", o.name as "officeName", s.waiting, s.oldest as "oldestAt",
            (select percentile_cont(0.5) within group (order by extract(epoch from t.handed_over_at - t.submitted_at) / 3600)
               from transmissions t where t.recipient_office = s.recipient_office and t.handed_over_at is not null
                and t.submitted_at > $1::timestamptz - interval '31 days') as "medianHours"
       from slow s join offices o on o.office_number = s.recipient_office order by s.oldest`,
    [at],
  );
  return rows.map((row) => ({ ...row, oldestAt: row.oldestAt.toISOString() }));
}
