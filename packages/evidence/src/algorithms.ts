/** Object identifiers of everything that is read or written; which of the algorithms may be used, the tables below say. */
export const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  encryptedData: '1.2.840.113549.1.7.6',
  authEnvelopedData: '1.2.840.113549.1.9.16.1.23',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  rsa: '1.2.840.113549.1.1.1',
  rsaSha256: '1.2.840.113549.1.1.11',
  rsaSha384: '1.2.840.113549.1.1.12',
  rsaSha512: '1.2.840.113549.1.1.13',
  ecPublicKey: '1.2.840.10045.2.1',
  ecdsaSha256: '1.2.840.10045.4.3.2',
  ecdsaSha384: '1.2.840.10045.4.3.3',
  ecdsaSha512: '1.2.840.10045.4.3.4',
  rsaOaep: '1.2.840.113549.1.1.7',
  rsaPss: '1.2.840.113549.1.1.10',
  mgf1: '1.2.840.113549.1.1.8',
  ecdhSha256Kdf: '1.3.132.1.11.1',
  ecdhSha384Kdf: '1.3.132.1.11.2',
  aes256Wrap: '2.16.840.1.101.3.4.1.45',
  aes256Gcm: '2.16.840.1.101.3.4.1.46',
  aes256Cbc: '2.16.840.1.101.3.4.1.42',
} as const;

/** Elliptic curves by OID: WebCrypto's name and the size of a coordinate. */
export const CURVES: Readonly<Record<string, { readonly name: string; readonly bits: number }>> = {
  '1.2.840.10045.3.1.7': { name: 'P-256', bits: 256 },
  '1.3.132.0.34': { name: 'P-384', bits: 384 },
  '1.3.132.0.35': { name: 'P-521', bits: 521 },
};

export type Hash = 'SHA-256' | 'SHA-384' | 'SHA-512';

/** The algorithms a transmission's signature and envelope are made with. */
export interface Suite {
  /**
   * Digest of what is signed, and hash of the signature over it; the signer's key says RSA or ECDSA. An RSA key signs with the
   * hash it was imported for, which may be that of an earlier suite.
   */
  readonly signatureHash: Hash;
  /** Hash of the key derivation between ephemeral ECDH and AES key wrap (RFC 5753). */
  readonly agreementHash: Hash;
  /** Hash of RSA-OAEP. WebCrypto ties an RSA key to one when it is imported, and browsers keep keys for years. */
  readonly transportHash: Hash;
  readonly contentEncryption: typeof OID.aes256Gcm;
}

/**
 * The suites that evidence may have, the newest last (security.md R20). All of them are verified and opened, by what the
 * evidence itself names; what none of them has is refused. A suite is introduced in two steps: as a row here, and in
 * `MADE_WITH` once every client in use knows the row. One that became weak leaves `MADE_WITH` at once; its row stays as long as
 * evidence made with it has to be verified.
 */
export const SUITES = {
  first: {
    signatureHash: 'SHA-256',
    agreementHash: 'SHA-256',
    transportHash: 'SHA-256',
    contentEncryption: OID.aes256Gcm,
  },
  next: {
    signatureHash: 'SHA-384',
    agreementHash: 'SHA-384',
    transportHash: 'SHA-256',
    contentEncryption: OID.aes256Gcm,
  },
} as const satisfies Readonly<Record<string, Suite>>;

/** The suite with which everything new is made. */
export const MADE_WITH: Suite = SUITES.first;

/** Whether one of the suites has this hash or algorithm at this place: what evidence names must be. */
export function isInUse<K extends keyof Suite>(place: K, value: string): boolean {
  return Object.values<Suite>(SUITES).some((suite) => suite[place] === value);
}

/**
 * The digest inside manifests (files, names, payload, content key) of format versions 1 and 2: their shape fixes it. Another
 * digest is another format version (transmissions/manifest.ts), so that old manifests stay what they are.
 */
export const MANIFEST_DIGEST: Hash = 'SHA-256';

/** Hashes by OID. */
export const HASHES: Readonly<Record<string, Hash>> = {
  [OID.sha256]: 'SHA-256',
  [OID.sha384]: 'SHA-384',
  [OID.sha512]: 'SHA-512',
};

/** Key derivations of ephemeral ECDH by OID: their hash. */
export const AGREEMENTS: Readonly<Record<string, Hash>> = {
  [OID.ecdhSha256Kdf]: 'SHA-256',
  [OID.ecdhSha384Kdf]: 'SHA-384',
};

/**
 * Signature algorithms that are accepted and need no parameters, by OID; of certificates as well, whose issuers choose for
 * themselves. RSA-PSS says its hash in its parameters.
 */
export const SIGNATURES: Readonly<Record<string, { readonly key: 'RSA' | 'EC'; readonly hash: Hash }>> = {
  [OID.rsaSha256]: { key: 'RSA', hash: 'SHA-256' },
  [OID.rsaSha384]: { key: 'RSA', hash: 'SHA-384' },
  [OID.rsaSha512]: { key: 'RSA', hash: 'SHA-512' },
  [OID.ecdsaSha256]: { key: 'EC', hash: 'SHA-256' },
  [OID.ecdsaSha384]: { key: 'EC', hash: 'SHA-384' },
  [OID.ecdsaSha512]: { key: 'EC', hash: 'SHA-512' },
};

/** The OID under which a table has an entry that fits. */
export function oidOf<T>(table: Readonly<Record<string, T>>, fits: (entry: T) => boolean): string {
  const found = Object.entries(table).find(([, entry]) => fits(entry));
  if (!found) throw new TypeError('a suite names only what the tables have');
  return found[0];
}

/** Weakest keys that are accepted (CRYPTREC: RSA 2048, P-256). */
export const MIN_RSA_BITS = 2048;
