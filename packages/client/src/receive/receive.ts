import type { Transmission, TransmissionQuery } from '@musubi/contract';
import {
  EvidenceError,
  fromBase64,
  type Identity,
  type Manifest,
  type PackedTransmission,
  signHandover,
  toBase64,
  type Unpacked,
  unpackTransmission,
} from '@musubi/evidence';
import type { CheckedFiles } from '@musubi/standard';
import { requireClean, type Scan } from '../attachments/scan.js';
import { evidenceFiles, type ReceiptData } from '../evidence/folder.js';
import { numbered, type Parts, type Places, placeParts } from '../evidence/places.js';
import type { HubConnection } from '../hub/connection.js';
import type { Acquaintance, KnownCertificates } from '../hub/known-certificates.js';
import { officeTrust, type Trust } from '../hub/trust.js';
import type { FileStore } from '../ports.js';
import { evidencePath, saveReceipts } from './complete.js';

export interface Receiver {
  readonly hub: HubConnection;
  readonly identities: readonly Identity[];
  /** Whose certificates are whose, as this terminal knows. */
  readonly known: KnownCertificates;
  readonly files: FileStore;
  /** Looks at attachments before they are saved; without it nobody does. */
  readonly scan?: Scan | null;
  now(): Date;
}

/** One transmission that arrived, verified, checked and saved. */
export interface Received {
  readonly transmission: Transmission;
  readonly content: Unpacked;
  readonly checked: CheckedFiles;
  readonly isFirst: boolean;
}

/** Pages through a list of the hub. */
export async function* listAll(hub: HubConnection, query: TransmissionQuery): AsyncGenerator<Transmission> {
  let cursor: string | undefined;
  do {
    const page = await hub.call('listTransmissions', {
      query: { ...query, limit: 200, ...(cursor ? { cursor } : {}) },
    });
    yield* page.items;
    cursor = page.next ?? undefined;
  } while (cursor);
}

/** A transmission's content with the signed parts it came in. */
export interface Opened {
  readonly packed: PackedTransmission;
  readonly content: Unpacked;
  /** The sender was met just now: its certificates are pinned, and the words of the signer's are worth comparing. */
  readonly isFirst: boolean;
}

/** Fetches, verifies and decrypts a transmission of either box. Nothing is stated: it may be looked at again and again. */
export async function openTransmission(
  { hub, identities, known }: Pick<Receiver, 'hub' | 'identities' | 'known'>,
  transmission: Transmission,
  trust: Trust,
): Promise<Opened> {
  const params = { id: transmission.id };
  const [signed, payload] = await Promise.all([
    hub.call('getManifest', { params }),
    hub.call('getPayload', { params }),
  ]);
  if (!(payload instanceof Uint8Array)) throw new TypeError('the payload route answers with bytes');
  const packed = { manifest: fromBase64(signed.manifest), signature: fromBase64(signed.signature), payload };
  const verification = { trust: await officeTrust(trust), at: new Date(transmission.submittedAt) };
  const content = await unpackTransmission(packed, identities, verification);
  requireSame(content.manifest, transmission);
  const { isFirst } = await requireKnownSigner(known, content, verification.at);
  return { packed, content, isFirst };
}

/** Requires the hub to say what was signed: one that lies must not pass one office's words off as another's. */
function requireSame(manifest: Manifest, { id, sender, recipient, supersedes }: Transmission): void {
  const isSame =
    manifest.id === id &&
    manifest.sender.officeNumber === sender.officeNumber &&
    manifest.sender.serviceType === sender.serviceType &&
    manifest.recipient.officeNumber === recipient.officeNumber &&
    manifest.recipient.serviceType === recipient.serviceType &&
    manifest.supersedes === supersedes;
  if (!isSame) throw new EvidenceError('MSB-MANIFEST-OTHER');
}

/**
 * Requires the signer's certificate to be one that this terminal knows as the sender's: a hub may enrol any certificate
 * for any office. Nothing of the content is shown or saved before a person accepted it (MSB-CERT-NOT-ENDORSED).
 */
async function requireKnownSigner(
  known: KnownCertificates,
  { manifest, certificate }: Pick<Unpacked, 'manifest' | 'certificate'>,
  at: Date,
): Promise<Acquaintance> {
  const { fingerprint } = certificate;
  const met = await known.judge(manifest.sender.officeNumber, [fingerprint], at);
  if (!met.known.has(fingerprint)) throw new EvidenceError('MSB-CERT-NOT-ENDORSED', fingerprint);
  return met;
}

/** States, signed, that all bytes of a transmission arrived and are safe here; the first one is what the receipts record. */
export async function stateHandover(
  { hub, identities, now }: Pick<Receiver, 'hub' | 'identities' | 'now'>,
  { manifest }: Unpacked,
): Promise<ReceiptData[]> {
  const [signer] = identities;
  if (!signer) throw new TypeError('receiving needs an identity');
  const handover = await signHandover(
    {
      formatVersion: 1,
      transmissionId: manifest.id,
      contentDigest: manifest.payload.contentDigest,
      at: now().toISOString(),
    },
    signer,
  );
  const body = { statement: toBase64(handover.statement), signature: toBase64(handover.signature) };
  return (await hub.call('confirmHandover', { params: { id: manifest.id }, body })).receipts;
}

/**
 * Fetches a transmission, opens and verifies it, checks and saves its files and what proves them, and only then states the
 * handover; the receipts come last. When anything fails before, malware in an attachment among it, nothing is stated, and
 * it can be fetched again; when saving the receipts fails, `completeEvidence` makes up for it.
 */
export async function receive(receiver: Receiver, transmission: Transmission, trust: Trust): Promise<Received> {
  const { packed, content, isFirst } = await openTransmission(receiver, transmission, trust);
  if (receiver.scan) await requireClean(receiver.scan, content.attachments);
  const { checkFiles } = await import('../checks.js');
  const checked = checkFiles(content.files);
  const { id } = transmission;
  const places = await saveParts(receiver.files, id, content);
  const evidence = evidenceFiles({ packed, salt: content.salt, receipts: [], trust: trust.accepted, places });
  for (const [name, bytes] of evidence) await receiver.files.write(`${evidencePath(id)}/${name}`, bytes);
  await saveReceipts(receiver.files, id, await stateHandover(receiver, content));
  return { transmission, content, checked, isFirst };
}

/**
 * Saves the parts of a transmission and says where: standard files into the folder itself, where care software looks,
 * attachments and message beside them.
 */
export async function saveParts(files: FileStore, id: string, parts: Parts): Promise<Places> {
  const { places, bytes } = placeParts(parts, { top: '', own: `attachments/${id}/` });
  const saved = new Map<string, string>();
  for (const [path, content] of bytes) saved.set(path, await saveOnce(files, path, content));
  const at = (path: string) => saved.get(path) ?? path;
  return {
    files: places.files.map(({ name, path }) => ({ name, path: at(path) })),
    attachments: places.attachments.map(({ name, path }) => ({ name, path: at(path) })),
    message: places.message === null ? null : at(places.message),
  };
}

/** Never overwrites other content: a second file of the same name gets a number. Returns the path it took. */
async function saveOnce(files: FileStore, path: string, bytes: Uint8Array): Promise<string> {
  for (let copy = 1; ; copy++) {
    const target = numbered(path, copy);
    const existing = await files.read(target);
    if (!existing) await files.write(target, bytes);
    if (!existing || (existing.length === bytes.length && existing.every((byte, at) => byte === bytes[at])))
      return target;
  }
}
