import type Forge from 'node-forge';
import { OID } from '../algorithms.js';
import { toHex } from '../bytes.js';
import { readAlgorithm } from '../certificates/algorithm.js';
import { derFromBer, implicitOctets } from '../der/ber.js';
import { DerReader, TAG } from '../der/reader.js';
import { EvidenceError } from '../problems.js';
import { decryptByPassword, unsupported } from './decrypt.js';
import { type PasswordBytes, passwordBytes } from './kdf.js';
import { isMacOf, readMac } from './mac.js';

const CODE = 'MSB-P12-MALFORMED';
const BAG = {
  key: '1.2.840.113549.1.12.10.1.1',
  shroudedKey: '1.2.840.113549.1.12.10.1.2',
  certificate: '1.2.840.113549.1.12.10.1.3',
  nested: '1.2.840.113549.1.12.10.1.6',
};
const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1';
const FRIENDLY_NAME = '1.2.840.113549.1.9.20';
const LOCAL_KEY_ID = '1.2.840.113549.1.9.21';
const MAX_DEPTH = 5;

/** A certificate or a private key (PKCS #8) of a file, with what the file says of it. */
export interface Bag {
  readonly kind: 'key' | 'certificate';
  /** DER. */
  readonly content: Uint8Array;
  /** Hex; the same for a key and its certificate, '' without. */
  readonly keyId: string;
  /** The name people gave it; '' without. */
  readonly name: string;
}

/**
 * Opens a PKCS #12 file as other software writes it, BER included. Throws MSB-P12-MALFORMED, -WRONG-PASSWORD, or
 * -UNSUPPORTED for a kind of protection that we do not know.
 */
export async function openBags(bytes: Uint8Array, password: string): Promise<Bag[]> {
  const { default: forge } = await import('node-forge');
  const { value, rest } = derFromBer(bytes, CODE);
  if (rest.some((byte) => byte !== 0)) throw new EvidenceError(CODE, 'bytes after the file');
  const file = new DerReader(value, CODE).enter(TAG.sequence);
  if (file.number() !== 3) file.fail('version');
  const info = file.enter(TAG.sequence);
  if (info.oid() !== OID.data) return unsupported('protected by a certificate');
  const safe = info.enter(0xa0).next(TAG.octetString).content;
  const mac = file.done ? null : readMac(file.enter(TAG.sequence));
  let isProven = false;
  for (const candidate of passwordBytes(password)) {
    if (mac && !(await isMacOf(forge, mac, safe, candidate))) continue;
    isProven = mac !== null;
    const bags = await new Opener(forge, candidate).safe(safe);
    if (bags) return bags;
  }
  throw new EvidenceError(isProven ? CODE : 'MSB-P12-WRONG-PASSWORD');
}

/** Opens what lies in a file with one form of the password; null when that does not fit. */
class Opener {
  readonly #bags: Bag[] = [];

  constructor(
    private readonly forge: typeof Forge,
    private readonly password: PasswordBytes,
  ) {}

  async safe(bytes: Uint8Array): Promise<Bag[] | null> {
    const list = new DerReader(derFromBer(bytes, CODE).value, CODE).enter(TAG.sequence);
    while (!list.done) {
      const info = list.enter(TAG.sequence);
      const type = info.oid();
      const content = info.enter(0xa0);
      const plain =
        type === OID.data
          ? content.next(TAG.octetString).content
          : type === OID.encryptedData
            ? await this.#decrypted(content.enter(TAG.sequence))
            : unsupported(`content ${type}`);
      if (!plain || !(await this.#fits(() => this.#contents(plain, 0)))) return null;
    }
    return this.#bags;
  }

  async #decrypted(data: DerReader): Promise<Uint8Array | null> {
    data.number();
    const info = data.enter(TAG.sequence);
    info.oid();
    const algorithm = readAlgorithm(info);
    return decryptByPassword(this.forge, algorithm, implicitOctets(info.next()), this.password);
  }

  /** A wrong key gives bytes that are nothing: without a MAC that is all that tells. */
  async #fits(read: () => Promise<boolean>): Promise<boolean> {
    try {
      return await read();
    } catch (error) {
      if (error instanceof EvidenceError && error.code === CODE) return false;
      throw error;
    }
  }

  async #contents(bytes: Uint8Array, depth: number): Promise<boolean> {
    if (depth > MAX_DEPTH) throw new EvidenceError(CODE, 'too deep');
    const list = new DerReader(derFromBer(bytes, CODE).value, CODE).enter(TAG.sequence);
    while (!list.done) {
      const bag = list.enter(TAG.sequence);
      const type = bag.oid();
      const content = bag.enter(0xa0);
      const attributes = bag.optional(TAG.set);
      const about = readAttributes(attributes ? bag.inside(attributes) : null);
      if (type === BAG.nested && !(await this.#contents(content.next().raw, depth + 1))) return false;
      if (type === BAG.key) this.#bags.push({ kind: 'key', content: content.next().raw, ...about });
      if (type === BAG.certificate) {
        const certificate = certificateIn(content);
        if (certificate) this.#bags.push({ kind: 'certificate', content: certificate, ...about });
      }
      if (type !== BAG.shroudedKey) continue;
      const shrouded = content.enter(TAG.sequence);
      const algorithm = readAlgorithm(shrouded);
      const key = await decryptByPassword(this.forge, algorithm, shrouded.next(TAG.octetString).content, this.password);
      if (!key) return false;
      this.#bags.push({ kind: 'key', content: derFromBer(key, CODE).value, ...about });
    }
    return true;
  }
}

function certificateIn(content: DerReader): Uint8Array | null {
  const bag = content.enter(TAG.sequence);
  return bag.oid() === X509_CERTIFICATE ? bag.enter(0xa0).next(TAG.octetString).content : null;
}

function readAttributes(list: DerReader | null): Pick<Bag, 'keyId' | 'name'> {
  let [keyId, name] = ['', ''];
  while (list && !list.done) {
    const attribute = list.enter(TAG.sequence);
    const type = attribute.oid();
    const values = attribute.enter(TAG.set);
    if (type === LOCAL_KEY_ID && !values.done) keyId = toHex(values.next().content);
    if (type === FRIENDLY_NAME && !values.done) name = new TextDecoder('utf-16be').decode(values.next().content);
  }
  return { keyId, name };
}
