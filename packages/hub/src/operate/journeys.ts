import type { Journey } from '@musubi/contract';
import { actorOf, auditOf, recordAudit } from '../audit/index.js';
import { tellAdministrators } from '../notices/index.js';
import type { Context } from '../platform/context.js';
import type { Caller } from '../platform/http.js';
import { presentReceipt, receiptsOf } from '../receipts/index.js';
import { raiseAlert } from '../sessions/index.js';
import { oversee, recordOf } from '../transmissions/index.js';

/** The way of a transmission: the receipts the hub signed and what its audit log says, in order. */
export async function journeyOf({ database }: Context, id: string): Promise<Journey> {
  const { bucket, transmission } = await oversee(database, id);
  const receipts = await receiptsOf(database, bucket, id);
  return {
    transmission,
    steps: receipts.map(({ event, at }) => ({ event, at: at.toISOString() })),
    audit: await auditOf(database, 'transmission', id),
  };
}

/**
 * Breaking the glass: manifest and receipts of one transmission for an inquiry. The hub can't decrypt and gives no
 * ciphertext; still names of files and attachments are in it, so both offices hear who looked and why, and an alert
 * is raised.
 */
export async function openRecord({ database, now }: Context, caller: Caller, id: string, reason: string) {
  const at = now();
  return database.transaction(async (queries) => {
    const { bucket, transmission } = await oversee(queries, id);
    const offices = new Set([transmission.sender.officeNumber, transmission.recipient.officeNumber]);
    for (const officeNumber of offices) {
      const audit = { at, ...actorOf({ ...caller, officeNumber }), subjectType: 'transmission', subjectId: id };
      await recordAudit(queries, { ...audit, action: 'operator.record-opened', detail: reason });
      await tellAdministrators(queries, officeNumber, at, {
        title: '運営者が送受信の記録を閲覧しました',
        body: `運営者が「${reason}」の理由で、送信番号 ${id} の記録（ファイルの一覧と証跡）を閲覧しました。データの中身は、運営者には読めません。`,
      });
    }
    await raiseAlert(queries, at, 'record-opened', `${caller.userId} ${id}`);
    const receipts = await receiptsOf(queries, bucket, id);
    return { ...(await recordOf(queries, id)), receipts: receipts.map(presentReceipt) };
  });
}
