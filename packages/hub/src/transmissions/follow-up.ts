import type { AuditAction, DecisionRequest, FindingPosition } from '@musubi/contract';
import {
  EvidenceError,
  type Reason,
  type ReceiptEvent,
  readHandover,
  type SignedStatement,
  verifyCertificate,
} from '@musubi/evidence';
import { actorOf, recordAudit } from '../audit/index.js';
import { type Certificates, isOwnCertificate } from '../certificates/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller } from '../platform/http.js';
import { Problem } from '../platform/problem.js';
import { appendReceipt, type IssuedReceipt, receiptsOf } from '../receipts/index.js';
import { requireTransmission, type StoredTransmission, subjectOf } from './store.js';

/** What a step changes: columns of the row, the receipt that states it, and who is told. */
interface Step {
  readonly event: ReceiptEvent;
  readonly action: AuditAction;
  readonly set: string;
  readonly values: readonly unknown[];
  readonly reasons?: readonly Reason[];
}

/** Does a step under the row's lock: change, receipt, audit and events together or not at all. */
export async function takeStep(
  context: Context,
  certificates: Certificates,
  queries: Queries,
  row: StoredTransmission,
  caller: Caller | null,
  step: Step,
): Promise<IssuedReceipt[]> {
  const at = context.now();
  await queries.query(`update transmissions set ${step.set} where bucket = $1 and id = $2`, [
    row.bucket,
    row.id,
    ...step.values,
  ]);
  const reasons = step.reasons ? { reasons: step.reasons } : {};
  await appendReceipt(context, certificates, queries, row.bucket, subjectOf(row), {
    event: step.event,
    at,
    caller,
    ...reasons,
  });
  await tell(queries, row);
  const actor = caller ? actorOf(caller) : { actor: 'system', officeNumber: null };
  await recordAudit(queries, { at, ...actor, action: step.action, subjectType: 'transmission', subjectId: row.id });
  return receiptsOf(queries, row.bucket, row.id);
}

async function tell(queries: Queries, row: StoredTransmission): Promise<void> {
  await queries.query(
    `insert into events (office_number, name, transmission_id, box)
     values ($1, 'transmission.changed', $3, 'sent'), ($2, 'transmission.changed', $3, 'inbox')`,
    [row.senderOffice, row.recipientOffice, row.id],
  );
}

/** Refuses what is gone: recalled, or kept longer than the retention period. */
export function requireKept(row: StoredTransmission, now: Date): void {
  if (row.delivery === 'recalled') throw new Problem('MSB-TRANSMISSION-RECALLED');
  if (row.delivery === 'expired' || row.expiresAt <= now) throw new Problem('MSB-TRANSMISSION-EXPIRED');
}

/** The recipient's signed statement makes the handover; the first one counts, later ones get the same receipts. */
export async function confirmHandover(
  context: Context,
  certificates: Certificates,
  caller: Caller,
  id: string,
  signed: SignedStatement,
): Promise<IssuedReceipt[]> {
  const { contentDigest, transmissionId } = await checkStatement(context, certificates, caller, signed);
  return context.database.transaction(async (queries) => {
    const row = await requireTransmission(queries, caller, id, 'recipient', 'for update');
    requireKept(row, context.now());
    if (transmissionId !== row.id || contentDigest !== row.contentDigest) throw new Problem('MSB-STATEMENT-INVALID');
    // The digest stands in the manifest: without this a statement could be signed for content nobody was given.
    if (!row.releasedAt) throw new Problem('MSB-TRANSMISSION-NOT-RETRIEVED');
    if (row.delivery === 'handedOver') {
      const audit = { at: context.now(), ...actorOf(caller), subjectType: 'transmission', subjectId: id };
      await recordAudit(queries, { ...audit, action: 'transmission.retrieved-again' });
      return receiptsOf(queries, row.bucket, row.id);
    }
    return takeStep(context, certificates, queries, row, caller, {
      event: 'ContentHandover',
      action: 'transmission.handed-over',
      set: "delivery = 'handedOver', handed_over_at = $3, handed_over_to = $4",
      values: [context.now(), caller.accountId],
    });
  });
}

async function checkStatement(context: Context, certificates: Certificates, caller: Caller, signed: SignedStatement) {
  try {
    const { statement, certificate } = await readHandover(signed);
    await verifyCertificate(certificate, await certificates.trustStore(), { at: context.now(), usage: 'sign' });
    if (!(await isOwnCertificate(context.database, certificate.fingerprint, caller, context.now())))
      throw new Problem('MSB-STATEMENT-INVALID');
    return statement;
  } catch (error) {
    if (error instanceof EvidenceError) throw new Problem('MSB-STATEMENT-INVALID', { reason: error.code });
    throw error;
  }
}

/** A named person opened it for the first time. */
export async function markOpened(
  context: Context,
  certificates: Certificates,
  caller: Caller,
  id: string,
): Promise<IssuedReceipt[]> {
  return context.database.transaction(async (queries) => {
    const row = await requireTransmission(queries, caller, id, 'recipient', 'for update');
    if (row.delivery !== 'handedOver') throw new Problem('MSB-TRANSMISSION-NOT-RETRIEVED');
    if (row.openedAt) return receiptsOf(queries, row.bucket, row.id);
    const step = {
      event: 'ContentAccessTracking',
      action: 'transmission.opened',
      set: 'opened_at = $3',
      values: [context.now()],
    } as const;
    return takeStep(context, certificates, queries, row, caller, step);
  });
}

/** Findings name files of the transmission only: the hub signs no text of somebody's own. Throws MSB-REQUEST-INVALID. */
function requireOwnFiles(findings: readonly FindingPosition[], fileNames: readonly string[]): void {
  const errors = findings.flatMap(({ file }, at) =>
    file === null || fileNames.includes(file)
      ? []
      : [{ path: `findings.${at}.file`, message: 'この送信に、この名前のファイルはありません。' }],
  );
  if (errors.length > 0) throw new Problem('MSB-REQUEST-INVALID', { errors });
}

/** The recipient imported it, or sends it back with the reason and where its checks failed. */
export async function decide(
  context: Context,
  certificates: Certificates,
  caller: Caller,
  id: string,
  request: DecisionRequest,
): Promise<IssuedReceipt[]> {
  return context.database.transaction(async (queries) => {
    const row = await requireTransmission(queries, caller, id, 'recipient', 'for update');
    if (row.delivery !== 'handedOver') throw new Problem('MSB-TRANSMISSION-NOT-RETRIEVED');
    if (row.decision === request.decision) return receiptsOf(queries, row.bucket, row.id);
    if (row.decision) throw new Problem('MSB-TRANSMISSION-DECIDED');
    const isRejected = request.decision === 'rejected';
    if (isRejected) requireOwnFiles(request.findings, row.fileNames);
    return takeStep(context, certificates, queries, row, caller, {
      event: isRejected ? 'ConsignmentRejection' : 'ConsignmentAcceptance',
      action: `transmission.${request.decision}`,
      set: 'decision = $3, decided_at = $4',
      values: [request.decision, context.now()],
      ...(isRejected ? { reasons: [{ code: request.reason, findings: request.findings }] } : {}),
    });
  });
}

/** The sender takes back what the other side has not begun to fetch; release and recall exclude each other by the row's lock. */
export async function recall(
  context: Context,
  certificates: Certificates,
  caller: Caller,
  id: string,
): Promise<IssuedReceipt[]> {
  return context.database.transaction(async (queries) => {
    const row = await requireTransmission(queries, caller, id, 'sender', 'for update');
    requireKept(row, context.now());
    if (row.delivery === 'handedOver') throw new Problem('MSB-TRANSMISSION-RETRIEVED');
    if (row.releasedAt) throw new Problem('MSB-TRANSMISSION-RELEASED');
    const receipts = await takeStep(context, certificates, queries, row, caller, {
      event: 'Recalled',
      action: 'transmission.recalled',
      set: "delivery = 'recalled'",
      values: [],
      reasons: [{ code: 'recalled-before-access', findings: [] }],
    });
    await queries.query('delete from payloads where bucket = $1 and id = $2', [row.bucket, row.id]);
    return receipts;
  });
}

/** States the failure of what nobody confirmed in time, and whether the other side had begun to fetch it. */
export async function expire(
  context: Context,
  certificates: Certificates,
  queries: Queries,
  row: StoredTransmission,
): Promise<void> {
  await takeStep(context, certificates, queries, row, null, {
    event: 'ContentHandoverFailure',
    action: 'transmission.expired',
    set: "delivery = 'expired'",
    values: [],
    reasons: [{ code: row.releasedAt ? 'expired-after-release' : 'expired', findings: [] }],
  });
}
