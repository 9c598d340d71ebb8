import type { SignedReceiptData } from '@musubi/contract';
import {
  issueReceipt,
  OFFICE_SCHEME,
  type Reason,
  type Receipt,
  type ReceiptEvent,
  type SignedReceipt,
} from '@musubi/evidence';
import type { Certificates } from '../certificates/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller } from '../platform/http.js';

/** What a receipt says about its transmission; the same in every receipt of one. */
export interface ReceiptSubject {
  readonly id: string;
  readonly kind: string;
  readonly edition: string | null;
  readonly serviceMonth: string | null;
  readonly serial: string | null;
  readonly sender: { readonly officeNumber: string; readonly serviceType: string };
  readonly recipient: { readonly officeNumber: string; readonly serviceType: string };
  readonly payloadSize: number;
  readonly manifestDigest: string;
  readonly contentDigest: string;
  readonly supersedes: string | null;
  readonly submittedAt: Date;
  readonly expiresAt: Date;
}

/** A signed receipt with what the database indexes it by. */
export interface IssuedReceipt extends SignedReceipt {
  readonly id: string;
  readonly event: ReceiptEvent;
  readonly at: Date;
}

export interface ReceiptRequest {
  readonly event: ReceiptEvent;
  readonly at: Date;
  readonly reasons?: readonly Reason[];
  readonly caller: Caller | null;
  readonly previousId: string | null;
}

/** Signs one receipt with the hub's key. */
export async function signReceipt(
  { settings }: Context,
  { keys }: Certificates,
  subject: ReceiptSubject,
  request: ReceiptRequest,
): Promise<IssuedReceipt> {
  const { event, at, caller, previousId } = request;
  const party = (office: ReceiptSubject['sender']) => ({
    scheme: OFFICE_SCHEME,
    officeNumber: office.officeNumber,
    serviceType: office.serviceType,
  });
  const id = crypto.randomUUID();
  const statement: Receipt = {
    formatVersion: 1,
    evidenceIdentifier: id,
    erdsEventId: event,
    eventReasons: request.reasons ?? [],
    eventTime: at.toISOString(),
    submissionTime: subject.submittedAt.toISOString(),
    messageIdentifier: subject.id,
    evidenceIssuer: { name: settings.publicName, policyId: `urn:musubi:policy:${settings.publicName}:1` },
    sender: party(subject.sender),
    recipient: party(subject.recipient),
    actor: caller && { accountId: caller.accountId, factors: caller.factors, terminalId: caller.terminalId },
    userContent: {
      hashAlgorithm: 'SHA-256',
      manifestDigest: subject.manifestDigest,
      contentDigest: subject.contentDigest,
      size: subject.payloadSize,
      kind: subject.kind,
      edition: subject.edition,
    },
    expiresAt: subject.expiresAt.toISOString(),
    previousEvidenceId: previousId,
    serviceMonth: subject.serviceMonth,
    fileSerial: subject.serial,
    supersedes: subject.supersedes,
  };
  return { id, event, at, ...(await issueReceipt(statement, keys.receipts)) };
}

interface StoredReceipt {
  readonly id: string;
  readonly event: ReceiptEvent;
  readonly at: Date;
  readonly receipt: Buffer;
  readonly signature: Buffer;
}

export async function receiptsOf(queries: Queries, bucket: string, transmissionId: string): Promise<IssuedReceipt[]> {
  return queries.prepared<StoredReceipt>(
    'receipts',
    'select receipt_id as id, event, at, receipt, signature from receipts where bucket = $1 and transmission_id = $2 order by position',
    [bucket, transmissionId],
  );
}

/** Adds the next receipt to a transmission's chain; the caller holds the transmission's row lock. */
export async function appendReceipt(
  context: Context,
  certificates: Certificates,
  queries: Queries,
  bucket: string,
  subject: ReceiptSubject,
  request: Omit<ReceiptRequest, 'previousId'>,
): Promise<IssuedReceipt> {
  const earlier = await receiptsOf(queries, bucket, subject.id);
  const last = earlier.at(-1);
  // Clocks of several hub processes may differ a little: the order of the chain is what counts.
  const at = last && last.at > request.at ? last.at : request.at;
  const issued = await signReceipt(context, certificates, subject, { ...request, at, previousId: last?.id ?? null });
  await queries.query('insert into receipts values ($1, $2, $3, $4, $5, $6, $7, $8)', [
    bucket,
    subject.id,
    earlier.length + 1,
    issued.id,
    issued.event,
    issued.at,
    Buffer.from(issued.receipt),
    Buffer.from(issued.signature),
  ]);
  return issued;
}

export function presentReceipt({ id, event, at, receipt, signature }: IssuedReceipt): SignedReceiptData {
  return {
    id,
    event,
    at: at.toISOString(),
    receipt: Buffer.from(receipt).toString('base64'),
    signature: Buffer.from(signature).toString('base64'),
  };
}
