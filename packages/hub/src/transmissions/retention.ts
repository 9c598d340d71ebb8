import { recordAudit } from '../audit/index.js';
import type { Certificates } from '../certificates/index.js';
import type { Context } from '../platform/context.js';
import type { Job } from '../platform/jobs.js';
import { expire } from './follow-up.js';
import { forgetPartners } from './overview.js';
import { type StoredTransmission, TRANSMISSION_COLUMNS } from './store.js';

const BATCH = 200;
const HOUR = 3600;

/** The jobs that keep time: partitions ahead, payloads gone after their days, records after their years. */
export function retentionJobs(context: Context, certificates: Certificates): Job[] {
  return [
    { name: 'make-partitions', everySeconds: HOUR, run: () => makePartitions(context) },
    { name: 'expire-payloads', everySeconds: 60, run: () => expirePayloads(context, certificates) },
    { name: 'drop-old-records', everySeconds: 24 * HOUR, run: () => dropOldRecords(context) },
  ];
}

/** This month's partitions and the two around it: ids may be a little older or newer than now. */
export async function makePartitions({ database, now }: Context): Promise<void> {
  for (const offset of [-1, 0, 1]) {
    const date = new Date(Date.UTC(now().getUTCFullYear(), now().getUTCMonth() + offset, 1));
    await database.query('select ensure_month($1::date)', [date.toISOString().slice(0, 10)]);
  }
}

/** Deletes ciphertext past its day; what nobody had fetched gets its ContentHandoverFailure. */
export async function expirePayloads(context: Context, certificates: Certificates): Promise<void> {
  for (;;) {
    const count = await context.database.transaction(async (queries) => {
      const rows = await queries.query<StoredTransmission>(
        `select ${TRANSMISSION_COLUMNS} from transmissions t join payloads p using (bucket, id)
          where t.expires_at <= $1 and t.delivery in ('consigned', 'handedOver') limit ${BATCH} for update of t skip locked`,
        [context.now()],
      );
      for (const row of rows) {
        if (row.delivery === 'consigned') await expire(context, certificates, queries, row);
        await queries.query('delete from payloads where bucket = $1 and id = $2', [row.bucket, row.id]);
      }
      return rows.length;
    });
    if (count < BATCH) return;
  }
}

/** Drops whole months once the youngest record in them is past the record period; and spent one-time data. */
export async function dropOldRecords({ database, now, settings }: Context): Promise<void> {
  const oldest = new Date(Date.UTC(now().getUTCFullYear() - settings.recordYears, now().getUTCMonth() - 1, 1));
  await database.transaction(async (queries) => {
    const dropped = await queries.query<{ name: string }>('select drop_months($1::date) as name', [
      oldest.toISOString().slice(0, 10),
    ]);
    for (const month of new Set(dropped.map(({ name }) => name.slice(-6)))) {
      const subject = { subjectType: 'month', subjectId: month };
      await recordAudit(queries, {
        at: now(),
        actor: 'system',
        officeNumber: null,
        action: 'records.dropped',
        ...subject,
      });
    }
  });
  await forgetPartners(database, oldest);
  await database.query('delete from sent_units where until < $1', [now()]);
  await database.query('delete from used_assertions where expires_at < $1', [now()]);
  // The database stamped them, so that its clock counts their days.
  await database.query("delete from events where at < now() - interval '7 days'");
  await database.query("delete from sessions where ends_at < $1::timestamptz - interval '90 days'", [now()]);
}
