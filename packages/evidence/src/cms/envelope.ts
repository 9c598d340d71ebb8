import { isInUse, MADE_WITH, OID, type Suite } from '../algorithms.js';
import { type Bytes, concat, manifestDigest, sameBytes, toBytes, utf8 } from '../bytes.js';
import type { Certificate } from '../certificates/certificate.js';
import type { Identity } from '../certificates/identity.js';
import { DerReader, TAG } from '../der/reader.js';
import { der, integer, octets, oid, sequence, tagged, taggedPrimitive } from '../der/writer.js';
import { EvidenceError } from '../problems.js';
import { readRecipient, unwrapKey, type WrappedKey, wrapKeyFor } from './key-wrapping.js';
import { issuerAndSerial } from './signed-data.js';

const CODE = 'MSB-ENV-MALFORMED';
const TAG_BYTES = 16;

interface Envelope {
  readonly recipients: readonly WrappedKey[];
  readonly recipientInfos: readonly Uint8Array[];
  /** AuthEncryptedContentInfo as it stands, kept when recipients are added. */
  readonly contentInfo: Uint8Array;
  readonly nonce: Bytes;
  readonly ciphertext: Uint8Array;
  readonly mac: Uint8Array;
}

/** Encrypts for the given certificates as CMS AuthEnvelopedData with AES-256-GCM (RFC 5083, 5084); DER. */
export async function encryptFor(
  content: Uint8Array,
  readers: readonly Certificate[],
  suite: Suite = MADE_WITH,
): Promise<Bytes> {
  return (await sealFor(content, readers, suite)).envelope;
}

/** The digest that binds who signs it to one content key: the key is 256 random bits, so the digest tells nothing. */
function digestOfKey(contentKey: Uint8Array): Promise<string> {
  return manifestDigest(concat(utf8('musubi content key'), contentKey));
}

/** The same with the digest of the content key, which its sender signs. */
export async function sealFor(
  content: Uint8Array,
  readers: readonly Certificate[],
  suite: Suite = MADE_WITH,
): Promise<{ envelope: Bytes; keyDigest: string }> {
  const contentKey = crypto.getRandomValues(new Uint8Array(32));
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const key = await crypto.subtle.importKey('raw', contentKey, 'AES-GCM', false, ['encrypt']);
  const sealed = new Uint8Array(
    await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, tagLength: 128 }, key, toBytes(content)),
  );
  const ciphertext = sealed.subarray(0, sealed.length - TAG_BYTES);
  const algorithm = sequence(oid(suite.contentEncryption), sequence(octets(nonce), integer(TAG_BYTES)));
  const contentInfo = sequence(oid(OID.data), algorithm, taggedPrimitive(0, ciphertext));
  const recipientInfos = await Promise.all(readers.map((reader) => wrapKeyFor(reader, contentKey, suite)));
  const envelope = writeEnvelope(recipientInfos, contentInfo, sealed.subarray(sealed.length - TAG_BYTES));
  return { envelope, keyDigest: await digestOfKey(contentKey) };
}

function writeEnvelope(recipientInfos: readonly Uint8Array[], contentInfo: Uint8Array, mac: Uint8Array): Bytes {
  return sequence(
    oid(OID.authEnvelopedData),
    tagged(0, sequence(integer(0), der(TAG.set, ...recipientInfos), contentInfo, octets(mac))),
  );
}

function readEnvelope(bytes: Uint8Array): Envelope {
  const outer = new DerReader(bytes, CODE);
  const info = outer.enter(TAG.sequence);
  if (!outer.done) outer.fail('bytes after the envelope');
  if (info.oid() !== OID.authEnvelopedData) info.fail('not AuthEnvelopedData');
  const data = info.enter(0xa0).enter(TAG.sequence);
  data.number();
  const set = data.next(TAG.set);
  const recipients: WrappedKey[] = [];
  const recipientInfos: Uint8Array[] = [];
  for (const list = data.inside(set), raw = data.inside(set); !list.done; ) {
    const recipient = readRecipient(list);
    recipientInfos.push(raw.next().raw);
    if (recipient) recipients.push(recipient);
  }
  const content = data.next(TAG.sequence);
  const fields = data.inside(content);
  fields.oid();
  const algorithm = fields.enter(TAG.sequence);
  const encryption = algorithm.oid();
  if (!isInUse('contentEncryption', encryption)) throw new EvidenceError('MSB-ENV-ALGORITHM', encryption);
  const nonce = toBytes(algorithm.enter(TAG.sequence).next(TAG.octetString).content);
  const ciphertext = fields.next(0x80).content;
  const mac = data.next(TAG.octetString).content;
  if (mac.length !== TAG_BYTES || nonce.length !== 12) data.fail('unusual nonce or tag size');
  return { recipients, recipientInfos, contentInfo: content.raw, nonce, ciphertext, mac };
}

async function contentKeyOf(envelope: Envelope, identities: readonly Identity[]): Promise<Bytes> {
  let unknown: string | null = null;
  for (const { certificate, decryptionKey } of identities) {
    if (!decryptionKey) continue;
    const own = issuerAndSerial(certificate);
    const ours = envelope.recipients.filter(({ recipient }) => sameBytes(recipient, own));
    const wrapped = ours.find(({ kind }) => kind !== 'unknown') ?? ours[0];
    if (!wrapped) continue;
    if (wrapped.kind === 'unknown') {
      unknown = wrapped.algorithm;
      continue;
    }
    try {
      return await unwrapKey(wrapped, decryptionKey);
    } catch {
      throw new EvidenceError('MSB-ENV-ALTERED', 'the wrapped key does not open');
    }
  }
  throw unknown === null ? new EvidenceError('MSB-ENV-NOT-FOR-US') : new EvidenceError('MSB-ENV-ALGORITHM', unknown);
}

/**
 * Opens an envelope with whichever of our identities it is for; with a key digest only by the key that was signed. Throws
 * MSB-ENV-NOT-FOR-US, -ALGORITHM, -OTHER-KEY, -ALTERED or -MALFORMED.
 */
export async function decryptWith(
  bytes: Uint8Array,
  identities: readonly Identity[],
  keyDigest: string | null = null,
): Promise<Bytes> {
  const envelope = readEnvelope(bytes);
  const contentKey = await contentKeyOf(envelope, identities);
  if (keyDigest !== null && (await digestOfKey(contentKey)) !== keyDigest) throw new EvidenceError('MSB-ENV-OTHER-KEY');
  try {
    const key = await crypto.subtle.importKey('raw', contentKey, 'AES-GCM', false, ['decrypt']);
    const sealed = concat(envelope.ciphertext, envelope.mac);
    return new Uint8Array(
      await crypto.subtle.decrypt({ name: 'AES-GCM', iv: envelope.nonce, tagLength: 128 }, key, sealed),
    );
  } catch {
    throw new EvidenceError('MSB-ENV-ALTERED');
  }
}

/** Makes an envelope readable for further certificates: the ciphertext stays, so the sender's signature still holds. */
export async function addRecipients(
  bytes: Uint8Array,
  identity: Identity,
  readers: readonly Certificate[],
): Promise<Bytes> {
  const envelope = readEnvelope(bytes);
  const contentKey = await contentKeyOf(envelope, [identity]);
  const known = (reader: Certificate) =>
    envelope.recipients.some(
      ({ kind, recipient }) => kind !== 'unknown' && sameBytes(recipient, issuerAndSerial(reader)),
    );
  const added = await Promise.all(
    readers.filter((reader) => !known(reader)).map((reader) => wrapKeyFor(reader, contentKey, MADE_WITH)),
  );
  return writeEnvelope([...envelope.recipientInfos, ...added], envelope.contentInfo, envelope.mac);
}

/**
 * Returns the RecipientInfos (DER) that `offered` adds to the `stored` envelope. Throws MSB-ENV-ALTERED unless the stored
 * ones stand unchanged in front, the content is the same, and each added one is for one of `allowed`.
 */
export function addedRecipients(
  stored: Uint8Array,
  offered: Uint8Array,
  allowed: readonly Certificate[],
): readonly Uint8Array[] {
  const [before, after] = [readEnvelope(stored), readEnvelope(offered)];
  const isSame =
    sameBytes(before.contentInfo, after.contentInfo) &&
    sameBytes(before.mac, after.mac) &&
    before.recipientInfos.every((info, at) => sameBytes(info, after.recipientInfos[at] ?? new Uint8Array()));
  if (!isSame) throw new EvidenceError('MSB-ENV-ALTERED', 'stored content or recipients changed');
  const own = allowed.map(issuerAndSerial);
  const added = after.recipientInfos.slice(before.recipientInfos.length);
  for (const info of added) {
    const wrapped = readRecipient(new DerReader(info, CODE));
    if (!wrapped || wrapped.kind === 'unknown' || !own.some((one) => sameBytes(one, wrapped.recipient)))
      throw new EvidenceError('MSB-ENV-ALTERED', 'added recipient of another office');
  }
  return added;
}

/** The envelope with further RecipientInfos (DER) behind its own; the content stays byte for byte. */
export function withRecipients(bytes: Uint8Array, infos: readonly Uint8Array[]): Bytes {
  if (infos.length === 0) return toBytes(bytes);
  const { recipientInfos, contentInfo, mac } = readEnvelope(bytes);
  return writeEnvelope([...recipientInfos, ...infos], contentInfo, mac);
}

/** The digest over nonce-bound ciphertext and tag: the same whoever the recipients are. */
export async function envelopeDigest(bytes: Uint8Array): Promise<string> {
  const { contentInfo, mac } = readEnvelope(bytes);
  return manifestDigest(concat(contentInfo, mac));
}
