import { OID } from '../algorithms.js';
import { signatureAlgorithm, signWith } from '../authority/certificate-writer.js';
import { type Bytes, toBytes } from '../bytes.js';
import { readAlgorithm } from '../certificates/algorithm.js';
import { type Certificate, parseCertificate } from '../certificates/certificate.js';
import { identityFromPkcs8 } from '../certificates/identity.js';
import { isSignedBy } from '../certificates/keys.js';
import { sameName } from '../certificates/names.js';
import { DerReader, TAG } from '../der/reader.js';
import { integer, octets, sequence } from '../der/writer.js';
import { EvidenceError } from '../problems.js';
import { type Bag, openBags } from './bags.js';

export interface Pkcs12Content {
  /** The certificate the key belongs to. */
  readonly certificate: Certificate;
  readonly chain: readonly Certificate[];
  readonly privateKeyPkcs8: Bytes;
}

/** One of the keys of a file, to choose from. */
export interface Pkcs12Key extends Pkcs12Content {
  /** Its name in the file; '' without. */
  readonly name: string;
}

/**
 * Opens a PKCS #12 file, old ones (3DES, RC2) included: that is what real authorities hand out and WebCrypto can't read.
 * Returns every key with its certificate. Throws MSB-P12-WRONG-PASSWORD, -MALFORMED, -UNSUPPORTED, -NO-KEY,
 * -NO-CERTIFICATE, or MSB-CERT-KEY-KIND for a key of a kind that we can't use.
 */
export async function readPkcs12(bytes: Uint8Array, password: string): Promise<readonly [Pkcs12Key, ...Pkcs12Key[]]> {
  const bags = await openBags(bytes, password);
  const keys = bags.filter(({ kind }) => kind === 'key');
  if (keys.length === 0) throw new EvidenceError('MSB-P12-NO-KEY');
  const { certificates, unreadable } = await certificatesIn(bags);
  const found: Pkcs12Key[] = [];
  for (const key of keys) {
    const one = await contentOf(key, certificates);
    if (one) found.push(one);
  }
  const [first, ...others] = found;
  if (first) return [first, ...others];
  const isOther = ({ certificate: { publicKey } }: Held) => publicKey.algorithm === 'other' || publicKey.isPssOnly;
  throw certificates.some(isOther)
    ? new EvidenceError('MSB-CERT-KEY-KIND')
    : (unreadable ?? new EvidenceError('MSB-P12-NO-CERTIFICATE'));
}

/** The certificates of a file. One that can't be read does no harm unless it is the one that is missing. */
async function certificatesIn(
  bags: readonly Bag[],
): Promise<{ certificates: Held[]; unreadable: EvidenceError | null }> {
  const certificates: Held[] = [];
  let unreadable: EvidenceError | null = null;
  for (const bag of bags.filter(({ kind }) => kind === 'certificate')) {
    try {
      certificates.push({ bag, certificate: await parseCertificate(bag.content) });
    } catch (error) {
      if (!(error instanceof EvidenceError)) throw error;
      unreadable = error;
    }
  }
  return { certificates, unreadable };
}

/** Opens a file that holds one key; throws MSB-P12-SEVERAL-KEYS where somebody has to choose. */
export async function importPkcs12(bytes: Uint8Array, password: string): Promise<Pkcs12Content> {
  const [only, ...others] = await readPkcs12(bytes, password);
  if (others.length > 0) throw new EvidenceError('MSB-P12-SEVERAL-KEYS');
  return only;
}

interface Held {
  readonly bag: Bag;
  readonly certificate: Certificate;
}

/** A key with the certificate that it fits: the one the file names for it, else any. */
async function contentOf(key: Bag, certificates: readonly Held[]): Promise<Pkcs12Key | null> {
  const privateKeyPkcs8 = plainKey(key.content);
  const isNamed = ({ bag }: Held) => key.keyId !== '' && bag.keyId === key.keyId;
  const likely = [...certificates.filter(isNamed), ...certificates.filter((one) => !isNamed(one))];
  for (const { bag, certificate } of likely) {
    if (!(await fits(certificate, privateKeyPkcs8))) continue;
    const all = certificates.map((one) => one.certificate);
    return { certificate, chain: chainOf(certificate, all), privateKeyPkcs8, name: key.name || bag.name };
  }
  return null;
}

/** PKCS #8 of version 0 without the attributes that some software adds, which not every browser reads. */
function plainKey(pkcs8: Uint8Array): Bytes {
  const outer = new DerReader(pkcs8, 'MSB-P12-MALFORMED').enter(TAG.sequence);
  outer.number();
  const algorithm = outer.next(TAG.sequence).raw;
  return toBytes(sequence(integer(0), algorithm, octets(outer.next(TAG.octetString).content)));
}

const PROBE = new TextEncoder().encode('musubi');

/** Whether a private key is the certificate's: what it signs, the certificate verifies. */
async function fits(certificate: Certificate, pkcs8: Bytes): Promise<boolean> {
  const { publicKey } = certificate;
  if (publicKey.algorithm === 'other' || publicKey.isPssOnly || kindOf(pkcs8) !== publicKey.algorithm) return false;
  try {
    const { signingKey } = await identityFromPkcs8(certificate, [], pkcs8);
    const algorithm = readAlgorithm(new DerReader(signatureAlgorithm(signingKey), 'MSB-P12-MALFORMED'));
    return await isSignedBy(publicKey, algorithm, await signWith(signingKey, PROBE), PROBE);
  } catch (error) {
    if (error instanceof EvidenceError) return false; // another curve or another size
    throw error;
  }
}

function kindOf(pkcs8: Uint8Array): 'RSA' | 'EC' | null {
  const fields = new DerReader(pkcs8, 'MSB-P12-MALFORMED').enter(TAG.sequence);
  fields.number();
  const { oid } = readAlgorithm(fields);
  return oid === OID.rsa ? 'RSA' : oid === OID.ecPublicKey ? 'EC' : null;
}

/** The authorities above a certificate, nearest first, as far as the file holds them. */
function chainOf(certificate: Certificate, all: readonly Certificate[]): Certificate[] {
  const chain: Certificate[] = [];
  let current = certificate;
  while (chain.length < 5 && !sameName(current.issuerKey, current.subjectKey)) {
    const { issuerKey } = current;
    const issuer = all.find((one) => one !== certificate && sameName(one.subjectKey, issuerKey));
    if (!issuer) break;
    chain.push(issuer);
    current = issuer;
  }
  return chain;
}
