import { strFromU8, unzipSync, zipSync } from 'fflate';
import { type Bytes, concat, fromBase64, manifestDigest, toBase64, utf8 } from '../bytes.js';
import { canonicalJson } from '../json/canonical.js';
import { closed, listOf, literal, parseCanonical, text } from '../json/shape.js';
import { EvidenceError } from '../problems.js';
import type { Manifest } from './manifest.js';

/** A standard file. */
export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A document that goes along; its name travels only encrypted. */
export interface Attachment extends NamedFile {
  readonly mediaType: string;
}

/** What is inside the envelope. */
export interface Contents {
  readonly salt: Bytes;
  readonly files: readonly NamedFile[];
  readonly attachments: readonly Attachment[];
  readonly message: string | null;
}

/** Digest of a part as the manifest holds it: over salt ‖ bytes. */
export function saltedDigest(salt: Uint8Array, bytes: Uint8Array): Promise<string> {
  return manifestDigest(concat(salt, bytes));
}

const INDEX = 'contents.json';
const MESSAGE = 'message.txt';

const index = closed({
  formatVersion: literal(1),
  salt: text(/^[A-Za-z0-9+/]{43}=$/),
  attachmentNames: listOf(text(/^[^/\\\0]{1,255}$/), 100),
});

/**
 * Puts the parts into one ZIP: files/NAME, attachments/N (their names stand in contents.json), message.txt.
 * Any unzip opens it after `openssl cms -decrypt`.
 */
export function zipContents({ salt, files, attachments, message }: Contents): Uint8Array {
  const head = { formatVersion: 1, salt: toBase64(salt), attachmentNames: attachments.map(({ name }) => name) };
  const entries: Record<string, Uint8Array> = { [INDEX]: utf8(canonicalJson(head)) };
  for (const { name, bytes } of files) entries[`files/${name}`] = bytes;
  for (const [at, { bytes }] of attachments.entries()) entries[`attachments/${at + 1}`] = bytes;
  if (message !== null) entries[MESSAGE] = utf8(message);
  // Schedules repeat themselves: the fastest level already makes them ten times smaller.
  return zipSync(entries, { level: 1 });
}

/** Opens the ZIP and holds every part against the signed manifest: names, sizes, digests, nothing more, nothing less. */
export async function unzipContents(zip: Uint8Array, manifest: Manifest): Promise<Contents> {
  const entries = readEntries(zip, manifest);
  const { salt, attachmentNames } = parseCanonical(entries.get(INDEX) ?? new Uint8Array(), index, 'MSB-PACK-MALFORMED');
  const saltBytes = fromBase64(salt);
  const part = async (
    path: string,
    size: number,
    digest: string,
    changed: 'MSB-PACK-FILE-CHANGED' | 'MSB-PACK-MESSAGE-CHANGED',
  ) => {
    const bytes = entries.get(path);
    if (!bytes) throw new EvidenceError('MSB-PACK-FILE-MISSING');
    if (bytes.length !== size || (await saltedDigest(saltBytes, bytes)) !== digest) throw new EvidenceError(changed);
    entries.delete(path);
    return bytes;
  };
  entries.delete(INDEX);
  const files: NamedFile[] = [];
  for (const { name, size, digest } of manifest.files) {
    files.push({ name, bytes: await part(`files/${name}`, size, digest, 'MSB-PACK-FILE-CHANGED') });
  }
  const attachments: Attachment[] = [];
  for (const [at, { size, digest, mediaType, nameDigest }] of manifest.attachments.entries()) {
    const bytes = await part(`attachments/${at + 1}`, size, digest, 'MSB-PACK-FILE-CHANGED');
    const name = attachmentNames[at] ?? `添付${at + 1}`;
    if (nameDigest !== null && (await saltedDigest(saltBytes, utf8(name))) !== nameDigest)
      throw new EvidenceError('MSB-PACK-NAME-CHANGED');
    attachments.push({ name, mediaType, bytes });
  }
  const { message } = manifest;
  const text = message
    ? strFromU8(await part(MESSAGE, message.size, message.digest, 'MSB-PACK-MESSAGE-CHANGED'))
    : null;
  if (entries.size > 0) throw new EvidenceError('MSB-PACK-FILE-EXTRA');
  return { salt: saltBytes, files, attachments, message: text };
}

const INDEX_LIMIT = 100_000;

/** Unzips at most what the manifest announces: a bomb is refused before it grows. */
function readEntries(zip: Uint8Array, manifest: Manifest): Map<string, Uint8Array> {
  const announced = [...manifest.files, ...manifest.attachments].reduce(
    (sum, { size }) => sum + size,
    INDEX_LIMIT + (manifest.message?.size ?? 0),
  );
  let total = 0;
  try {
    const entries = unzipSync(zip, {
      filter: ({ originalSize }) => {
        total += originalSize;
        if (total > announced) throw new EvidenceError('MSB-PACK-MALFORMED', 'larger than announced');
        return true;
      },
    });
    return new Map(Object.entries(entries));
  } catch (error) {
    if (error instanceof EvidenceError) throw error;
    throw new EvidenceError('MSB-PACK-MALFORMED', 'not a ZIP');
  }
}
