import { type Bytes, sameBytes } from '../bytes.js';
import { type Certificate, parseCertificate } from '../certificates/certificate.js';
import { EvidenceError } from '../problems.js';
import { type Mac, unlockModern } from './unlock.js';

type Forge = typeof import('node-forge');

export interface Pkcs12Content {
  /** The certificate the key belongs to. */
  readonly certificate: Certificate;
  readonly chain: readonly Certificate[];
  readonly privateKeyPkcs8: Bytes;
}

/**
 * Opens a PKCS #12 file, old ones (3DES, RC2-40) included: that is what real authorities hand out and WebCrypto can't read.
 * Throws MSB-P12-WRONG-PASSWORD, -MALFORMED or -NO-KEY.
 */
export async function importPkcs12(bytes: Uint8Array, password: string): Promise<Pkcs12Content> {
  const { default: forge } = await import('node-forge');
  const binary = (input: Uint8Array) => forge.util.createBuffer(forge.util.binary.raw.encode(input));
  const toDer = (asn1: import('node-forge').asn1.Asn1) =>
    forge.util.binary.raw.decode(forge.asn1.toDer(asn1).getBytes()).slice();
  const clear = await unlockModern(bytes, password, (mac) => isRightMac(forge, mac, password));
  const open = () => {
    let asn1: import('node-forge').asn1.Asn1;
    try {
      asn1 = forge.asn1.fromDer(binary(clear ?? bytes));
    } catch {
      throw new EvidenceError('MSB-P12-MALFORMED');
    }
    try {
      return forge.pkcs12.pkcs12FromAsn1(asn1, false, password);
    } catch (error) {
      const isPassword =
        error instanceof Error && /mac could not be verified|invalid password|decrypt/i.test(error.message);
      throw new EvidenceError(isPassword ? 'MSB-P12-WRONG-PASSWORD' : 'MSB-P12-MALFORMED');
    }
  };
  const bags = open().safeContents.flatMap(({ safeBags }) => safeBags);
  const { certBag, pkcs8ShroudedKeyBag, keyBag } = forge.pki.oids;
  const keyHolder = bags.find(({ type }) => type === pkcs8ShroudedKeyBag || type === keyBag);
  const key = keyHolder?.key ? forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(keyHolder.key)) : keyHolder?.asn1;
  if (!keyHolder || !key) throw new EvidenceError('MSB-P12-NO-KEY');
  const certificates = await Promise.all(
    bags
      .filter(({ type }) => type === certBag)
      .map((bag) => parseCertificate(toDer(bag.cert ? forge.pki.certificateToAsn1(bag.cert) : bag.asn1))),
  );
  const keyIdOf = (bag: (typeof bags)[number]) => String(bag.attributes?.localKeyId?.[0] ?? '');
  const withKeyId = bags
    .filter(({ type }) => type === certBag)
    .findIndex((bag) => keyIdOf(bag) !== '' && keyIdOf(bag) === keyIdOf(keyHolder));
  const certificate = certificates[withKeyId] ?? certificates.find(({ isAuthority }) => !isAuthority);
  if (!certificate) throw new EvidenceError('MSB-P12-MALFORMED', 'no certificate');
  return { certificate, chain: chainOf(certificate, certificates), privateKeyPkcs8: toDer(key) };
}

const MAC_HASHES: Readonly<Record<string, 'sha1' | 'sha256' | 'sha384' | 'sha512'>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** Derives the MAC's key hash by hash, which WebCrypto has no call for (RFC 7292 B.2, ID 3). */
function isRightMac(forge: Forge, { hash, salt, iterations, digest, covers }: Mac, password: string): boolean {
  const name = MAC_HASHES[hash];
  if (!name || iterations < 1) throw new EvidenceError('MSB-P12-MALFORMED', 'unknown MAC');
  const { encode, decode } = forge.util.binary.raw;
  const md = forge.md[name].create();
  const key = forge.pkcs12.generateKey(
    password,
    forge.util.createBuffer(encode(salt)),
    3,
    iterations,
    md.digestLength,
    md,
  );
  const hmac = forge.hmac.create();
  hmac.start(md, key);
  hmac.update(encode(covers));
  return sameBytes(decode(hmac.getMac().getBytes()), digest);
}

/** The authorities above a certificate, nearest first, as far as the file holds them. */
function chainOf(certificate: Certificate, all: readonly Certificate[]): Certificate[] {
  const chain: Certificate[] = [];
  let current = certificate;
  while (chain.length < 5 && !sameBytes(current.issuerDer, current.subjectDer)) {
    const issuer = all.find((one) => sameBytes(one.subjectDer, current.issuerDer));
    if (!issuer) break;
    chain.push(issuer);
    current = issuer;
  }
  return chain;
}
