import { addedRecipients, EvidenceError, parseCertificate, withRecipients } from '@musubi/evidence';
import { actorOf, recordAudit } from '../audit/index.js';
import { type Certificates, readersOf } from '../certificates/index.js';
import { findOffice } from '../offices/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller } from '../platform/http.js';
import { Problem } from '../platform/problem.js';
import { requireKept, takeStep } from './follow-up.js';
import { requireTransmission, type StoredTransmission } from './store.js';

/** Readers that may be added to one transmission over its life: renewals and agents of two offices need a handful. */
const MOST_ADDED = 32;
/** A RecipientInfo for RSA-4096 is under 1 KB. */
const LARGEST_INFO = 2048;

/**
 * Returns the ciphertext with all recipients. The first time it goes to the recipient's side is a step of its own, with
 * receipt and under the row's lock: from then on a recall is refused (security.md R37).
 */
export async function readPayload(
  context: Context,
  certificates: Certificates,
  caller: Caller,
  id: string,
): Promise<Uint8Array> {
  const { database, now } = context;
  const row = await requireTransmission(database, caller, id, 'either');
  requireKept(row, now());
  if (row.releasedAt === null && (await isRecipientSide(database, row, caller)))
    await release(context, certificates, caller, id);
  else
    await recordAudit(database, {
      at: now(),
      ...actorOf(caller),
      action: 'transmission.payload-read',
      subjectType: 'transmission',
      subjectId: row.id,
    });
  const stored = await findPayload(database, row);
  return withRecipients(stored.envelope, stored.addedReaders);
}

/** Whether the caller acts for the recipient: its office, or the one that goes on with its number. */
async function isRecipientSide(
  queries: Queries,
  { recipientOffice, senderOffice }: StoredTransmission,
  { officeNumber }: Caller,
): Promise<boolean> {
  if (officeNumber === recipientOffice) return true;
  if (officeNumber === senderOffice) return false;
  return (await findOffice(queries, recipientOffice))?.successor === officeNumber;
}

async function release(context: Context, certificates: Certificates, caller: Caller, id: string): Promise<void> {
  await context.database.transaction(async (queries) => {
    const row = await requireTransmission(queries, caller, id, 'either', 'for update');
    requireKept(row, context.now());
    if (row.releasedAt) return;
    await takeStep(context, certificates, queries, row, caller, {
      event: 'ContentRelease',
      action: 'transmission.released',
      set: 'released_at = $3',
      values: [context.now()],
    });
  });
}

interface StoredPayload {
  readonly envelope: Buffer;
  /** RecipientInfos (DER) added after submission, oldest first. */
  readonly addedReaders: readonly Buffer[];
}

async function findPayload(queries: Queries, { bucket, id }: StoredTransmission): Promise<StoredPayload> {
  const [payload] = await queries.query<StoredPayload>(
    'select envelope, added_readers as "addedReaders" from payloads where bucket = $1 and id = $2',
    [bucket, id],
  );
  if (!payload) throw new Problem('MSB-TRANSMISSION-EXPIRED');
  return payload;
}

/**
 * Makes what is kept readable for further certificates of the caller's own office. Only recipients are added, beside the
 * envelope, which is never written again: nobody can take the content away from anybody (security.md R29).
 */
export async function addReaders(context: Context, caller: Caller, id: string, offered: Uint8Array): Promise<void> {
  const { database, now, settings } = context;
  if (offered.length > settings.maxTransmissionBytes + 65_536) throw new Problem('MSB-SUBMIT-TOO-LARGE');
  const { officeNumber, agent } = caller;
  const own = await readersOf(database, [officeNumber], now(), agent?.delegationId ?? null);
  const allowed = await Promise.all(
    (own.get(officeNumber) ?? []).map(({ certificatePem }) => parseCertificate(certificatePem)),
  );
  await database.transaction(async (queries) => {
    const row = await requireTransmission(queries, caller, id, 'either', 'for update');
    requireKept(row, now());
    const { envelope, addedReaders } = await findPayload(queries, row);
    const added = newRecipients(withRecipients(envelope, addedReaders), offered, allowed);
    if (added.length === 0) return;
    if (addedReaders.length + added.length > MOST_ADDED || added.some(({ length }) => length > LARGEST_INFO))
      throw new Problem('MSB-ENVELOPE-CHANGED', { reason: 'too many readers' });
    await queries.query(
      'update payloads set added_readers = added_readers || $3::bytea[] where bucket = $1 and id = $2',
      [row.bucket, row.id, added.map((info) => Buffer.from(info))],
    );
    const audit = { at: now(), ...actorOf(caller), subjectType: 'transmission', subjectId: id };
    await recordAudit(queries, { ...audit, action: 'transmission.readers-added' });
  });
}

function newRecipients(...args: Parameters<typeof addedRecipients>): readonly Uint8Array[] {
  try {
    return addedRecipients(...args);
  } catch (error) {
    if (error instanceof EvidenceError) throw new Problem('MSB-ENVELOPE-CHANGED');
    throw error;
  }
}
