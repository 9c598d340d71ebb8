import { OID } from '../algorithms.js';
import { type Bytes, toBytes } from '../bytes.js';
import { type DerNode, DerReader, TAG } from '../der/reader.js';
import { integer, octets, oid, sequence, tagged } from '../der/writer.js';
import { EvidenceError } from '../problems.js';
import { decryptionKey, PKCS12 } from './kdf.js';

/** A PKCS #12 file's checksum with password: what it covers, and what it should come to (RFC 7292 4). */
export interface Mac {
  readonly hash: string;
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly digest: Uint8Array;
  readonly covers: Uint8Array;
}

const { PBES2, PBKDF2, SHROUDED_KEY_BAG, KEY_BAG, PRFS, AES_CBC } = PKCS12;
const CODE = 'MSB-P12-MALFORMED';
/** The default of RFC 8018 A.2 when a file names none. */
const HMAC_SHA1 = '1.2.840.113549.2.7';

/**
 * Takes away the encryption of a PKCS #12 file of our time (PBES2 with AES-CBC) by WebCrypto: node-forge derives keys in
 * JavaScript, which keeps a browser busy for seconds. Returns the same file in the clear, or null when it is written another way.
 * Throws MSB-P12-WRONG-PASSWORD when `isRight` says so of its MAC.
 */
export async function unlockModern(
  file: Uint8Array,
  password: string,
  isRight: (mac: Mac) => boolean,
): Promise<Bytes | null> {
  const parts = tryRead(() => readParts(file));
  if (!parts) return null;
  if (!isRight(parts.mac)) throw new EvidenceError('MSB-P12-WRONG-PASSWORD');
  const contents = await Promise.all(
    parts.contents.map(async ({ locked, clear }) => (locked ? decrypt(locked, password) : clear)),
  );
  const safes = await Promise.all(contents.map((content) => unlockBags(content, password)));
  if (safes.includes(null)) return null;
  const safe = sequence(...safes.flatMap((one) => (one ? [plain(one)] : [])));
  return sequence(integer(3), plain(safe));
}

const plain = (content: Uint8Array) => sequence(oid(OID.data), tagged(0, octets(content)));

/** What is not written in DER, or in another way than we know, is left to the reader of everything. */
function tryRead<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof EvidenceError && error.code === CODE) return null;
    throw error;
  }
}

interface Locked {
  readonly hash: string;
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly bits: number;
  readonly iv: Uint8Array;
  readonly ciphertext: Uint8Array;
}

interface Content {
  readonly locked: Locked | null;
  readonly clear: Uint8Array;
}

function readParts(file: Uint8Array): { readonly contents: readonly Content[]; readonly mac: Mac } {
  const pfx = new DerReader(file, CODE).enter(TAG.sequence);
  pfx.next(TAG.integer);
  const covers = readData(pfx.enter(TAG.sequence));
  const macData = pfx.enter(TAG.sequence);
  const info = macData.enter(TAG.sequence);
  const hash = info.enter(TAG.sequence).oid();
  const digest = info.next(TAG.octetString).content;
  const salt = macData.next(TAG.octetString).content;
  const iterations = macData.done ? 1 : numberIn(macData.next(TAG.integer));
  const contents = childrenOf(covers).map(readContent);
  return { contents, mac: { hash, salt, iterations, digest, covers } };
}

function readData(reader: DerReader): Uint8Array {
  if (reader.oid() !== OID.data) reader.fail('no data');
  return reader.enter(0xa0).next(TAG.octetString).content;
}

function childrenOf(content: Uint8Array): DerNode[] {
  const reader = new DerReader(content, CODE).enter(TAG.sequence);
  const nodes: DerNode[] = [];
  while (!reader.done) nodes.push(reader.next());
  return nodes;
}

function readContent({ content }: DerNode): Content {
  const reader = new DerReader(content, CODE);
  if (reader.oid() !== OID.encryptedData) return { locked: null, clear: readData(new DerReader(content, CODE)) };
  const encrypted = reader.enter(0xa0).enter(TAG.sequence);
  encrypted.next(TAG.integer);
  const info = encrypted.enter(TAG.sequence);
  info.oid();
  return { locked: readLocked(info, 0x80), clear: new Uint8Array() };
}

/** An algorithm of RFC 8018 A.4 and what it encrypts. */
function readLocked(reader: DerReader, ciphertextTag: number): Locked {
  const algorithm = reader.enter(TAG.sequence);
  if (algorithm.oid() !== PBES2) reader.fail('another encryption');
  const params = algorithm.enter(TAG.sequence);
  const kdf = params.enter(TAG.sequence);
  if (kdf.oid() !== PBKDF2) reader.fail('another key derivation');
  const given = kdf.enter(TAG.sequence);
  const salt = given.next(TAG.octetString).content;
  const iterations = numberIn(given.next(TAG.integer));
  given.optional(TAG.integer); // the length of the key, which the cipher says as well
  const hash = PRFS[given.done ? HMAC_SHA1 : given.enter(TAG.sequence).oid()];
  const cipher = params.enter(TAG.sequence);
  const bits = AES_CBC[cipher.oid()];
  const iv = cipher.next(TAG.octetString).content;
  const ciphertext = reader.next(ciphertextTag).content;
  if (!hash || !bits) reader.fail('another algorithm');
  return { hash, salt, iterations, bits, iv, ciphertext };
}

function numberIn({ content }: DerNode): number {
  return content.reduce((value, byte) => value * 256 + byte, 0);
}

async function decrypt(locked: Locked, password: string): Promise<Bytes> {
  try {
    const key = await decryptionKey(password, locked);
    const params = { name: 'AES-CBC', iv: toBytes(locked.iv) };
    return new Uint8Array(await crypto.subtle.decrypt(params, key, toBytes(locked.ciphertext)));
  } catch {
    throw new EvidenceError('MSB-P12-WRONG-PASSWORD'); // the MAC fitted, so it is the key that was locked by another
  }
}

/** The bags of a safe, shrouded keys in the clear; null when a key is encrypted another way. */
async function unlockBags(safe: Uint8Array, password: string): Promise<Bytes | null> {
  const bags = tryRead(() => childrenOf(safe).map(readBag));
  if (!bags) return null;
  const open = bags.map(async ({ raw, locked, attributes }) =>
    locked ? sequence(oid(KEY_BAG), tagged(0, await decrypt(locked, password)), attributes) : raw,
  );
  return sequence(...(await Promise.all(open)));
}

function readBag({ raw, content }: DerNode) {
  const reader = new DerReader(content, CODE);
  if (reader.oid() !== SHROUDED_KEY_BAG) return { raw, locked: null, attributes: new Uint8Array() };
  const locked = readLocked(reader.enter(0xa0).enter(TAG.sequence), TAG.octetString);
  return { raw, locked, attributes: reader.done ? new Uint8Array() : reader.next().raw };
}
