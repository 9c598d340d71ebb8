import {
  certificateToPem,
  type Identity,
  identityFromPkcs8,
  importPkcs12,
  type Pkcs12Content,
  parseCertificate,
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

/**
 * Takes the certificate and key out of a .p12/.pfx file and keeps them as keys that can't leave the browser.
 * Throws EvidenceError (wrong password, no key, not such a file).
 */
export async function addIdentity(database: BrowserDatabase, file: Uint8Array, password: string): Promise<Identity> {
  return keepIdentity(database, await importPkcs12(file, password));
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
