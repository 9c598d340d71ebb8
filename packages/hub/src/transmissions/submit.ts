import { type Submission, type Transmission, transmissionKind } from '@musubi/contract';
import {
  EvidenceError,
  type Manifest,
  type PackedTransmission,
  sha256Hex,
  type Verification,
  verifySubmission,
} from '@musubi/evidence';
import { actorOf, auditValues, INSERT_AUDIT, recordAudit } from '../audit/index.js';
import { type Certificates, isOwnCertificate } from '../certificates/index.js';
import { findOffices, isLicensed, type Office } from '../offices/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller } from '../platform/http.js';
import { Problem } from '../platform/problem.js';
import { type IssuedReceipt, presentReceipt, type ReceiptSubject, receiptsOf, signReceipt } from '../receipts/index.js';
import { bucketOf } from './bucket.js';
import { breachOf } from './rules.js';
import { findTransmission, presentTransmission } from './store.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const CURRENT_FORMAT: Manifest['formatVersion'] = 2;

/**
 * Accepts a submission: verifies it, then stores ciphertext, transmission, both receipts, audit row and events in one
 * statement, so that it exists whole or not at all. The same submission again gets the same answer.
 */
export async function submit(
  context: Context,
  certificates: Certificates,
  caller: Caller,
  packed: PackedTransmission,
  requestId: string,
): Promise<Submission> {
  try {
    return await accept(context, certificates, caller, packed, requestId);
  } catch (error) {
    if (error instanceof Problem) {
      const audit = {
        at: context.now(),
        ...actorOf(caller),
        subjectType: 'transmission',
        subjectId: error.code,
        requestId,
      };
      await recordAudit(context.database, {
        ...audit,
        action: 'transmission.refused',
        outcome: 'refused',
        detail: error.extras.reason ?? null,
      });
      // Much of a refusal hangs on our clock: the client compares it with its own, and waits where they disagree.
      throw new Problem(error.code, { ...error.extras, hubTime: audit.at.toISOString() });
    }
    throw error;
  }
}

async function accept(
  context: Context,
  certificates: Certificates,
  caller: Caller,
  packed: PackedTransmission,
  requestId: string,
): Promise<Submission> {
  // Before the time is taken: a revocation list that was made after it would speak of nothing yet, and refuse for good.
  const trust = await certificates.trustStore();
  const at = context.now();
  const { manifest, fingerprint } = await verify(packed, { trust, at });
  await requireCurrentFormat(context, caller, manifest);
  const breach = breachOf(manifest, at, context.settings);
  if (breach) throw new Problem(breach.code, breach);
  const parties = await requireParties(context, caller, manifest, fingerprint, at);
  await requireOwnPredecessor(context, caller, manifest);
  const subject = await subjectOf(context.settings.retentionDays, packed, manifest, at);
  const accepted = await signReceipt(context, certificates, subject, {
    event: 'SubmissionAcceptance',
    at,
    caller,
    previousId: null,
  });
  const consigned = await signReceipt(context, certificates, subject, {
    event: 'ContentConsignment',
    at,
    caller: null,
    previousId: accepted.id,
  });
  const receipts = [accepted, consigned];
  const outcome = await store(context, caller, packed, manifest, subject, fingerprint, receipts, requestId);
  if (!outcome.open) {
    // Something ended between the look at it and the statement: the second look says what.
    await requireParties(context, caller, manifest, fingerprint, at);
    throw new Problem('MSB-SUBMIT-NOT-SENDER');
  }
  if (!outcome.stored) return repeatedAnswer(context, caller, manifest, subject);
  const transmission = newTransmission(manifest, subject, parties, caller);
  return { transmission, receipts: receipts.map(presentReceipt), created: true };
}

async function verify(packed: PackedTransmission, verification: Verification) {
  try {
    const { manifest, certificate } = await verifySubmission(packed, verification);
    return { manifest, fingerprint: certificate.fingerprint };
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    if (error.code === 'MSB-MANIFEST-MALFORMED')
      throw new Problem('MSB-SUBMIT-MANIFEST', error.detail ? { reason: error.detail } : {});
    const isEnvelope = error.code.startsWith('MSB-ENV') || error.code.startsWith('MSB-PACK');
    throw new Problem(isEnvelope ? 'MSB-SUBMIT-MALFORMED' : 'MSB-SUBMIT-SIGNATURE', { reason: error.code });
  }
}

/**
 * New submissions have the current format, in which names of attachments and the content key are signed; what was accepted
 * in an older one stays, and its exact retry gets its old answer.
 */
async function requireCurrentFormat({ database }: Context, caller: Caller, { formatVersion, id }: Manifest) {
  if (formatVersion === CURRENT_FORMAT) return;
  if (!(await findTransmission(database, caller, id, 'sender'))) throw new Problem('MSB-SUBMIT-OUTDATED');
}

/** Who signs is who sends; both sides are registered for the service types they name; each refusal has its own code. */
async function requireParties(
  { database }: Context,
  caller: Caller,
  { sender, recipient }: Manifest,
  fingerprint: string,
  at: Date,
): Promise<Parties> {
  const [isSignedByUs, offices] = await Promise.all([
    isOwnCertificate(database, fingerprint, caller, at),
    findOffices(database, [sender.officeNumber, recipient.officeNumber]),
  ]);
  const [from, to] = [offices.get(sender.officeNumber), offices.get(recipient.officeNumber)];
  if (sender.officeNumber !== caller.officeNumber || !isSignedByUs || !from) {
    throw new Problem('MSB-SUBMIT-NOT-SENDER');
  }
  if (from.closedAt) throw new Problem('MSB-SUBMIT-SENDER-CLOSED');
  if (from.suspended) throw new Problem('MSB-SUBMIT-SENDER-SUSPENDED', { reason: from.suspendedReason ?? '' });
  if (!isLicensed(from, at)) throw new Problem('MSB-SUBMIT-SENDER-UNLICENSED');
  if (!from.serviceTypes.includes(sender.serviceType)) {
    throw new Problem('MSB-SUBMIT-SENDER-SERVICE', { reason: sender.serviceType });
  }
  if (!to) throw new Problem('MSB-SUBMIT-RECIPIENT-UNKNOWN');
  if (to.successor) throw new Problem('MSB-SUBMIT-RECIPIENT-SUCCEEDED', { reason: to.successor });
  if (!isLicensed(to, at)) throw new Problem('MSB-SUBMIT-RECIPIENT-UNLICENSED');
  if (!to.serviceTypes.includes(recipient.serviceType)) {
    throw new Problem('MSB-SUBMIT-RECIPIENT-SERVICE', { reason: recipient.serviceType });
  }
  return { from, to };
}

/** Requires that a transmission replaces (差し替え) an earlier one of the same sender to the same office. */
async function requireOwnPredecessor(
  { database }: Context,
  caller: Caller,
  { supersedes, recipient }: Manifest,
): Promise<void> {
  if (supersedes === null) return;
  const earlier = await findTransmission(database, caller, supersedes, 'sender');
  if (earlier?.recipientOffice !== recipient.officeNumber)
    throw new Problem('MSB-SUBMIT-MANIFEST', { reason: 'supersedes' });
}

interface Parties {
  readonly from: Office;
  readonly to: Office;
}

async function subjectOf(
  retentionDays: number,
  packed: PackedTransmission,
  manifest: Manifest,
  at: Date,
): Promise<ReceiptSubject> {
  return {
    ...manifest,
    payloadSize: manifest.payload.size,
    manifestDigest: await sha256Hex(packed.manifest),
    contentDigest: manifest.payload.contentDigest,
    submittedAt: at,
    expiresAt: new Date(at.getTime() + retentionDays * DAY_MS),
  };
}

/**
 * One statement: nothing of it can be there without the rest. Both offices and the certificate are judged once more, under
 * lock: a suspension, closure or revocation either waits for it or is seen by it. So is the unit: it is taken where none
 * of it lives yet, or by the one that names the living one in `supersedes`; letters have no serial, and are no unit.
 * An earlier one that this statement can't see yet counts as living. Says whether the parties may, and whether a row was
 * stored; none is when the id or the unit is taken.
 */
const STORE = `
  with parties as (
    select office_number from offices where office_number in ($7, $9) and not suspended and closed_at is null and licensed_until >= $20
     order by office_number for share),
  speaker as (
    select fingerprint from certificates where fingerprint = $43 and office_number = $7 and revoked_at is null for share),
  gate as (
    select (select count(*) from parties) = case when $7 = $9 then 1 else 2 end and exists (select from speaker) as open),
  unit as (
    insert into sent_units as u (sender_office, sender_type, recipient_office, recipient_type, kind, service_month, edition, serial,
      bucket, transmission_id, until)
    select $7, $8, $9, $10, $3, coalesce($5, ''), $4, $6, $1, $2, $21 from gate
     where open and $6::text is not null and not exists (select from transmissions where bucket = $1 and id = $2)
    on conflict (sender_office, recipient_office, serial, kind, service_month, sender_type, recipient_type, edition) do update
      set bucket = excluded.bucket, transmission_id = excluded.transmission_id, until = excluded.until
      where u.transmission_id in ($2, $22) or u.until <= $20 or exists (
        select from transmissions t where t.bucket = u.bucket and t.id = u.transmission_id
           and (t.delivery in ('recalled', 'expired') or t.decision = 'rejected'))
    returning transmission_id),
  transmission as (
    insert into transmissions (bucket, id, kind, edition, service_month, serial, sender_office, sender_type, recipient_office, recipient_type,
      file_names, attachment_count, has_message, payload_size, manifest, signature, manifest_digest, content_digest, submitted_by,
      submitted_at, expires_at, supersedes)
    select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22 from gate where open and ($6::text is null or exists (select from unit))
    on conflict do nothing returning bucket, id),
  payload as (insert into payloads select bucket, id, $23 from transmission),
  first_receipt as (insert into receipts select bucket, id, 1, $24, $25, $20, $26, $27 from transmission),
  second_receipt as (insert into receipts select bucket, id, 2, $28, $29, $20, $30, $31 from transmission),
  told as (
    insert into events (office_number, name, transmission_id, box)
    select office, name, id, box from transmission,
      (values ($9, 'transmission.arrived', 'inbox'), ($7, 'transmission.changed', 'sent')) as news (office, name, box)),
  audited as (
    ${INSERT_AUDIT} select $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42 from transmission)
  select open, exists (select from transmission) as stored from gate`;

interface StoreOutcome {
  readonly open: boolean;
  readonly stored: boolean;
}

async function store(
  context: Context,
  caller: Caller,
  packed: PackedTransmission,
  manifest: Manifest,
  subject: ReceiptSubject,
  fingerprint: string,
  receipts: readonly IssuedReceipt[],
  requestId: string,
): Promise<StoreOutcome> {
  const bucket = bucketOf(manifest.id);
  const audit = {
    at: subject.submittedAt,
    ...actorOf(caller),
    action: 'transmission.submitted' as const,
    subjectType: 'transmission',
    subjectId: manifest.id,
    requestId,
  };
  const values = [
    bucket,
    manifest.id,
    manifest.kind,
    manifest.edition,
    manifest.serviceMonth,
    manifest.serial,
    manifest.sender.officeNumber,
    manifest.sender.serviceType,
    manifest.recipient.officeNumber,
    manifest.recipient.serviceType,
    manifest.files.map(({ name }) => name),
    manifest.attachments.length,
    manifest.message !== null,
    manifest.payload.size,
    Buffer.from(packed.manifest),
    Buffer.from(packed.signature),
    subject.manifestDigest,
    subject.contentDigest,
    caller.accountId,
    subject.submittedAt,
    subject.expiresAt,
    manifest.supersedes,
    Buffer.from(packed.payload),
    ...receipts.flatMap(({ id, event, receipt, signature }) => [
      id,
      event,
      Buffer.from(receipt),
      Buffer.from(signature),
    ]),
    ...auditValues(context.database, audit),
    fingerprint,
  ];
  const insert = async () => {
    const [outcome] = await context.database.prepared<StoreOutcome>('submit', STORE, values);
    return outcome ?? { open: false, stored: false };
  };
  try {
    return await insert();
  } catch (error) {
    if (!isMissingPartition(error)) throw error;
    await context.database.query('select ensure_month($1::date)', [bucket]);
    return insert();
  }
}

/** 23514: no partition of the table takes the row. */
function isMissingPartition(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23514';
}

/** What the database holds of a transmission that was stored a moment ago, without asking it. */
function newTransmission(
  manifest: Manifest,
  subject: ReceiptSubject,
  { from, to }: Parties,
  caller: Caller,
): Transmission {
  return presentTransmission({
    ...subject,
    bucket: bucketOf(manifest.id),
    kind: transmissionKind.parse(manifest.kind),
    edition: manifest.edition,
    senderOffice: from.officeNumber,
    senderType: manifest.sender.serviceType,
    senderName: from.name,
    recipientOffice: to.officeNumber,
    recipientType: manifest.recipient.serviceType,
    recipientName: to.name,
    fileNames: manifest.files.map(({ name }) => name),
    attachmentCount: manifest.attachments.length,
    hasMessage: manifest.message !== null,
    delivery: 'consigned',
    releasedAt: null,
    handedOverAt: null,
    handedOverTo: null,
    openedAt: null,
    decision: null,
    decidedAt: null,
    agentName: caller.agent?.agentName ?? null,
  });
}

/** An exact retry gets the first answer; the same id with other content is refused, and so is another one of a unit sent already. */
async function repeatedAnswer(
  { database }: Context,
  caller: Caller,
  manifest: Manifest,
  subject: ReceiptSubject,
): Promise<Submission> {
  const row = await findTransmission(database, caller, subject.id, 'sender');
  const earlier = row ? null : await sentAs(database, manifest);
  if (earlier !== null) throw new Problem('MSB-SUBMIT-REPEATED', { earlier });
  if (row?.manifestDigest !== subject.manifestDigest) throw new Problem('MSB-SUBMIT-REPLAYED');
  const receipts = (await receiptsOf(database, row.bucket, row.id)).slice(0, 2);
  return { transmission: presentTransmission(row), receipts: receipts.map(presentReceipt), created: false };
}

/** The id of the transmission that a unit was sent as; null for letters and for what was never sent. */
async function sentAs(queries: Queries, { sender, recipient, ...unit }: Manifest): Promise<string | null> {
  const [row] = await queries.query<{ id: string }>(
    `select transmission_id as id from sent_units
      where (sender_office, recipient_office, serial, kind, service_month, sender_type, recipient_type, edition)
          = ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      sender.officeNumber,
      recipient.officeNumber,
      unit.serial,
      unit.kind,
      unit.serviceMonth ?? '',
      sender.serviceType,
      recipient.serviceType,
      unit.edition,
    ],
  );
  return row?.id ?? null;
}
