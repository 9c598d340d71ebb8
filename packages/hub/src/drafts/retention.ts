import type { DraftPurpose } from '@musubi/contract';
import { recordAudit } from '../audit/index.js';
import { tellOffice } from '../events/index.js';
import type { Context } from '../platform/context.js';
import type { Job } from '../platform/jobs.js';
import { lockDrafts } from './store.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** A part waits this long for the head that names it: an upload may be interrupted, but not for days. */
const ORPHAN_MS = DAY_MS;
const UNTOUCHED_MS = 180 * DAY_MS;

export function draftJobs(context: Context): Job[] {
  return [{ name: 'drop-stale-drafts', everySeconds: 3600, run: () => dropStaleDrafts(context) }];
}

/** Drops drafts nobody touched for half a year, decisions with their month's records, and parts that no head names. */
export async function dropStaleDrafts(context: Context): Promise<void> {
  const at = context.now();
  const years = context.settings.recordYears;
  await dropUntouched(context, ['sending', 'actuals', 'schedule'], new Date(at.getTime() - UNTOUCHED_MS));
  await dropUntouched(context, ['reconciliation'], new Date(at.getTime() - years * 366 * DAY_MS));
  await dropOrphans(context, new Date(at.getTime() - ORPHAN_MS));
}

async function dropUntouched(
  { database, now }: Context,
  purposes: readonly DraftPurpose[],
  before: Date,
): Promise<void> {
  await database.transaction(async (queries) => {
    const dropped = await queries.query<{ officeNumber: string; id: string }>(
      'delete from drafts where updated_at < $1 and purpose = any($2) returning office_number as "officeNumber", draft_id as id',
      [before, purposes],
    );
    for (const { officeNumber, id } of dropped) {
      await queries.query('delete from draft_parts where office_number = $1 and draft_id = $2', [officeNumber, id]);
      const audit = { at: now(), actor: 'system', officeNumber, subjectType: 'draft', subjectId: id };
      await recordAudit(queries, { ...audit, action: 'draft.expired' });
      await tellOffice(queries, officeNumber, 'draft.changed', id);
    }
  });
}

const IS_ORPHAN = `p.put_at < $1 and not exists (
  select 1 from drafts d where d.office_number = p.office_number and d.draft_id = p.draft_id and p.part_id = any(d.part_ids))`;

/** Office by office and under its lock: a head that is being saved right now keeps the parts it names. */
async function dropOrphans({ database }: Context, before: Date): Promise<void> {
  const offices = await database.query<{ officeNumber: string }>(
    `select distinct p.office_number as "officeNumber" from draft_parts p where ${IS_ORPHAN}`,
    [before],
  );
  for (const office of offices) {
    await database.transaction(async (queries) => {
      await lockDrafts(queries, office);
      await queries.query(`delete from draft_parts p where ${IS_ORPHAN} and p.office_number = $2`, [
        before,
        office.officeNumber,
      ]);
    });
  }
}
