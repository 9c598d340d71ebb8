import {
  type Certificate,
  certificateToPem,
  EvidenceError,
  type Identity,
  identityFromPkcs8,
  type Pkcs12Content,
  parseCertificate,
  readPkcs12,
} from '@musubi/evidence';
import type { BrowserDatabase, StoredIdentity } from './database.js';

/** The office's identities in this browser, the current one first. Earlier ones still open what was sent to them. */
export async function loadIdentities(database: BrowserDatabase): Promise<Identity[]> {
  const stored = await database.getAll('identities');
  return Promise.all(stored.sort((a, b) => b.addedAt - a.addedAt).map(identityOf));
}

async function identityOf({ certificatePems, signingKey, decryptionKey }: StoredIdentity): Promise<Identity> {
  const [certificate, ...chain] = await Promise.all(certificatePems.map(parseCertificate));
  if (!certificate) throw new TypeError('a stored identity has its certificate');
  return { certificate, chain, signingKey, decryptionKey };
}

/** A certificate in a .p12/.pfx file, to choose from. */
export interface OfferedCertificate {
  readonly certificate: Certificate;
  /** Its name in the file; '' without. */
  readonly name: string;
}

/** The certificates of a .p12/.pfx file that have a key; nothing is kept. Throws EvidenceError. */
export async function certificatesIn(file: Uint8Array, password: string): Promise<OfferedCertificate[]> {
  const keys = await readPkcs12(file, password);
  for (const { privateKeyPkcs8 } of keys) privateKeyPkcs8.fill(0);
  return keys.map(({ certificate, name }) => ({ certificate, name }));
}

/**
 * Takes a certificate and its key out of a .p12/.pfx file and keeps them as keys that can't leave the browser. Throws
 * EvidenceError (wrong password, no key, not such a file; MSB-P12-SEVERAL-KEYS unless the fingerprint of one is given).
 */
export async function addIdentity(
  database: BrowserDatabase,
  file: Uint8Array,
  password: string,
  fingerprint: string | null = null,
): Promise<Identity> {
  const keys = await readPkcs12(file, password);
  const wanted = keys.filter(({ certificate }) => fingerprint === null || certificate.fingerprint === fingerprint);
  const [only] = wanted;
  const chosen = wanted.length === 1 ? (only ?? null) : null;
  for (const one of keys) if (one !== chosen) one.privateKeyPkcs8.fill(0);
  if (!chosen) throw new EvidenceError('MSB-P12-SEVERAL-KEYS');
  return keepIdentity(database, chosen);
}

/** Keeps a certificate and its key, which can't be taken out again; the bytes given are wiped. */
export async function keepIdentity(
  database: BrowserDatabase,
  { certificate, chain, privateKeyPkcs8 }: Pkcs12Content,
): Promise<Identity> {
  const identity = await identityFromPkcs8(certificate, chain, privateKeyPkcs8);
  privateKeyPkcs8.fill(0);
  await database.put('identities', {
    fingerprint: certificate.fingerprint,
    certificatePems: [certificate, ...chain].map(certificateToPem),
    signingKey: identity.signingKey,
    decryptionKey: identity.decryptionKey,
    addedAt: Date.now(),
  });
  return identity;
}

export async function removeIdentity(database: BrowserDatabase, fingerprint: string): Promise<void> {
  await database.delete('identities', fingerprint);
}
