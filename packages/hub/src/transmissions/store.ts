import type { Delivery, Transmission, TransmissionKind } from '@musubi/contract';
import type { Queries } from '../platform/database.js';
import type { Caller } from '../platform/http.js';
import { Problem } from '../platform/problem.js';
import type { ReceiptSubject } from '../receipts/index.js';
import { bucketOf } from './bucket.js';

/** A transmission's row as the database holds it. */
export interface StoredTransmission {
  readonly bucket: string;
  readonly id: string;
  readonly kind: TransmissionKind;
  readonly edition: '3' | '4.1' | null;
  readonly serviceMonth: string | null;
  readonly serial: string | null;
  readonly senderOffice: string;
  readonly senderType: string;
  readonly senderName: string;
  readonly recipientOffice: string;
  readonly recipientType: string;
  readonly recipientName: string;
  readonly fileNames: string[];
  readonly attachmentCount: number;
  readonly hasMessage: boolean;
  readonly payloadSize: number;
  readonly manifestDigest: string;
  readonly contentDigest: string;
  readonly submittedAt: Date;
  readonly expiresAt: Date;
  readonly delivery: Delivery;
  readonly releasedAt: Date | null;
  readonly handedOverAt: Date | null;
  readonly handedOverTo: string | null;
  readonly openedAt: Date | null;
  readonly decision: 'accepted' | 'rejected' | null;
  readonly decidedAt: Date | null;
  readonly supersedes: string | null;
  readonly agentName: string | null;
}

/** Columns of a row; names of offices and of the person who fetched come with it, since people read them. */
export const TRANSMISSION_COLUMNS = `
  t.bucket::text, t.id, t.kind, t.edition, t.service_month as "serviceMonth", t.serial,
  t.sender_office as "senderOffice", t.sender_type as "senderType", (select name from offices where office_number = t.sender_office) as "senderName",
  t.recipient_office as "recipientOffice", t.recipient_type as "recipientType", (select name from offices where office_number = t.recipient_office) as "recipientName",
  t.file_names as "fileNames", t.attachment_count as "attachmentCount", t.has_message as "hasMessage", t.payload_size as "payloadSize",
  t.manifest_digest as "manifestDigest", t.content_digest as "contentDigest", t.submitted_at as "submittedAt", t.expires_at as "expiresAt",
  t.delivery, t.released_at as "releasedAt", t.handed_over_at as "handedOverAt", (select display_name from accounts where account_id = t.handed_over_to) as "handedOverTo",
  t.opened_at as "openedAt", t.decision, t.decided_at as "decidedAt", t.supersedes,
  (select d.agent_name from accounts join delegations d using (delegation_id) where account_id = t.submitted_by) as "agentName"`;

export type Side = 'sender' | 'recipient' | 'either';

const SIDES: Readonly<Record<Side, string>> = {
  sender: 't.sender_office = $3',
  recipient: 't.recipient_office = $3',
  // Whoever goes on with a number's work reads its records; it does not act for it.
  either: `(t.sender_office = $3 or t.recipient_office = $3
    or exists (select 1 from offices o where o.successor = $3 and o.office_number in (t.sender_office, t.recipient_office)))`,
};

/**
 * What of its office's boxes a caller may see: an agent who may only send sees what it sent itself, one who may only
 * receive what arrived.
 */
export function isVisibleTo({ agent, accountId, officeNumber }: Caller, parameter: (value: unknown) => string): string {
  if (agent && !agent.mayReceive) return `t.submitted_by = ${parameter(accountId)}`;
  if (agent && !agent.maySend)
    return `t.recipient_office in (select office_number from offices where ${parameter(officeNumber)} in (office_number, successor))`;
  return 'true';
}

/** A transmission of the caller's office, on the given side; everybody else's does not exist for it. */
export async function findTransmission(
  queries: Queries,
  caller: Caller,
  id: string,
  side: Side,
  lock: '' | 'for update' = '',
): Promise<StoredTransmission | null> {
  const values: unknown[] = [bucketOf(id), id, caller.officeNumber];
  const visible = isVisibleTo(caller, (value) => `$${values.push(value)}`);
  const [row] = await queries.query<StoredTransmission>(
    `select ${TRANSMISSION_COLUMNS} from transmissions t where t.bucket = $1 and t.id = $2 and ${SIDES[side]} and ${visible} ${lock && 'for update of t'}`,
    values,
  );
  return row ?? null;
}

/** What a letter about arrivals may say of one: who sent what kind of thing for which month. */
export type ArrivedTransmission = Pick<
  StoredTransmission,
  'id' | 'kind' | 'serviceMonth' | 'senderOffice' | 'senderName'
>;

/** Those of an office's arrivals that it can still fetch, oldest first. */
export async function findArrived(
  queries: Queries,
  officeNumber: string,
  ids: readonly string[],
): Promise<ArrivedTransmission[]> {
  return queries.query<ArrivedTransmission>(
    `select t.id, t.kind, t.service_month as "serviceMonth", t.sender_office as "senderOffice",
            (select name from offices where office_number = t.sender_office) as "senderName"
       from transmissions t
      where (t.bucket, t.id) in (select * from unnest($2::date[], $3::uuid[])) and t.recipient_office = $1
        and t.delivery in ('consigned', 'handedOver')
      order by t.submitted_at, t.id`,
    [officeNumber, ids.map(bucketOf), ids],
  );
}

export async function requireTransmission(...args: Parameters<typeof findTransmission>): Promise<StoredTransmission> {
  const row = await findTransmission(...args);
  if (!row) throw new Problem('MSB-NOT-FOUND');
  return row;
}

export function presentTransmission(row: StoredTransmission): Transmission {
  const iso = (date: Date | null) => date?.toISOString() ?? null;
  return {
    id: row.id,
    kind: row.kind,
    edition: row.edition,
    serviceMonth: row.serviceMonth,
    serial: row.serial,
    sender: { officeNumber: row.senderOffice, serviceType: row.senderType, name: row.senderName },
    recipient: { officeNumber: row.recipientOffice, serviceType: row.recipientType, name: row.recipientName },
    fileNames: row.fileNames,
    attachmentCount: row.attachmentCount,
    hasMessage: row.hasMessage,
    payloadSize: row.payloadSize,
    delivery: row.delivery,
    decision: row.decision,
    submittedAt: row.submittedAt.toISOString(),
    releasedAt: iso(row.releasedAt),
    handedOverAt: iso(row.handedOverAt),
    handedOverTo: row.handedOverTo,
    openedAt: iso(row.openedAt),
    decidedAt: iso(row.decidedAt),
    expiresAt: row.expiresAt.toISOString(),
    supersedes: row.supersedes,
    agentName: row.agentName,
  };
}

export function subjectOf(row: StoredTransmission): ReceiptSubject {
  return {
    ...row,
    sender: { officeNumber: row.senderOffice, serviceType: row.senderType },
    recipient: { officeNumber: row.recipientOffice, serviceType: row.recipientType },
  };
}
