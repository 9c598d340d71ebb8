import { recordAudit } from '../audit/index.js';
import type { Context } from '../platform/context.js';
import type { Job } from '../platform/jobs.js';

const KEPT_MS = 90 * 24 * 60 * 60 * 1000;

export function applicationJobs(context: Context): Job[] {
  return [{ name: 'drop-old-applications', everySeconds: 3600, run: () => dropOldApplications(context) }];
}

/** Drops applications that were refused or never opened: personal data of people who did not come to take part. */
export async function dropOldApplications({ database, now }: Context): Promise<void> {
  const at = now();
  await database.transaction(async (queries) => {
    const dropped = await queries.query<{ number: string; officeNumber: string }>(
      `delete from applications
        where state = 'unconfirmed' and applied_at < $1 or state = 'refused' and coalesce(decided_at, applied_at) < $1
       returning application_number as number, office_number as "officeNumber"`,
      [new Date(at.getTime() - KEPT_MS)],
    );
    for (const { number, officeNumber } of dropped) {
      const subject = { subjectType: 'application', subjectId: number };
      await recordAudit(queries, { at, actor: 'system', officeNumber, action: 'application.dropped', ...subject });
    }
  });
}
