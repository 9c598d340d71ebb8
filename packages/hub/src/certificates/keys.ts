import {
  type Authority,
  type AuthorityFile,
  type CertificateProfile,
  certificateToPem,
  createAuthority,
  derOf,
  generateKeyPair,
  type Identity,
  identityFromPkcs8,
  loadAuthority,
  parseCertificate,
  toPem,
} from '@musubi/evidence';
import { z } from 'zod';
import type { KeyFolder } from '../platform/key-folder.js';
import type { Settings } from '../platform/settings.js';

/** The hub's own keys: made at first start, kept in the data folder, readable by its owner only. */
export interface HubKeys {
  /** Issues office certificates for trials, shaped like the real one; null where an outer authority issues them. */
  readonly trialAuthority: Authority | null;
  /** Signs receipts. */
  readonly receipts: Identity;
  readonly tls: ServerCertificate;
  /** Returns the listener's certificate as it is now, renewed by the same authority where it ends soon. */
  renewTls(now: Date): Promise<ServerCertificate>;
}

export interface ServerCertificate {
  readonly key: string;
  /** The certificate, then its authority's. */
  readonly cert: string;
  /** The authority, which clients are given once to trust and which stays. */
  readonly caPem: string;
}

const file = z.object({ certificatePem: z.string(), privateKeyPem: z.string() });
const DAY = 24 * 60 * 60 * 1000;
const YEAR = 365.25 * DAY;
/** Browsers take no longer one from public authorities (CA/Browser Forum), and Apple's none over 825 days from anybody. */
const TLS_DAYS = 397;
const RENEWED_BEFORE_DAYS = 30;

/**
 * Loads the hub's keys, making those that are not there yet. With an outer authority the trial authority is not even loaded:
 * whoever operates the hub could make themselves a certificate of every office with it (security.md R10).
 */
export async function openKeys(
  { hostnames, authority }: Pick<Settings, 'hostnames' | 'authority'>,
  folder: KeyFolder,
  now: Date,
): Promise<HubKeys> {
  const notBefore = new Date(now.getTime() - DAY);
  const lifetime = { notBefore, notAfter: new Date(now.getTime() + 20 * YEAR) };
  const trialAuthority =
    authority === 'trial'
      ? await openAuthority(folder, 'trial-authority.json', 'e-seikyuu CA', 'rsa-2048', lifetime)
      : null;
  const ownAuthority = await openAuthority(folder, 'hub-authority.json', 'Musubi Hub CA', 'p-256', lifetime);
  const receipt = await keepOrMake(folder, 'receipts.json', () => issueOwn(ownAuthority, 'receipt', [], lifetime));
  const renewTls = (at: Date) => openTls(folder, ownAuthority, hostnames, at);
  const certificate = await parseCertificate(receipt.certificatePem);
  return {
    trialAuthority,
    receipts: await identityFromPkcs8(certificate, [ownAuthority.certificate], derOf(receipt.privateKeyPem)),
    tls: await renewTls(now),
    renewTls,
  };
}

/** Opens the listener's certificate; one that ends soon, or that lives longer than clients take it, is replaced. */
async function openTls(
  folder: KeyFolder,
  authority: Authority,
  hostnames: readonly string[],
  now: Date,
): Promise<ServerCertificate> {
  const name = `tls-${hostnames.join('_')}.json`;
  const notBefore = new Date(now.getTime() - DAY);
  const lifetime = { notBefore, notAfter: new Date(notBefore.getTime() + TLS_DAYS * DAY) };
  const make = () => issueOwn(authority, 'tls-server', hostnames, lifetime);
  let kept = await keepOrMake(folder, name, make);
  const { notBefore: from, notAfter } = await parseCertificate(kept.certificatePem);
  const isTooLong = notAfter.getTime() - from.getTime() > TLS_DAYS * DAY;
  if (isTooLong || notAfter.getTime() - now.getTime() < RENEWED_BEFORE_DAYS * DAY) {
    kept = await make();
    folder.replace(name, JSON.stringify(kept));
  }
  const caPem = certificateToPem(authority.certificate);
  return { key: kept.privateKeyPem, cert: kept.certificatePem + caPem, caPem };
}

async function keepOrMake(folder: KeyFolder, name: string, make: () => Promise<AuthorityFile>): Promise<AuthorityFile> {
  return file.parse(JSON.parse(folder.read(name) ?? folder.add(name, JSON.stringify(await make()))));
}

type Lifetime = { readonly notBefore: Date; readonly notAfter: Date };

async function openAuthority(
  folder: KeyFolder,
  name: string,
  commonName: string,
  keyType: 'rsa-2048' | 'p-256',
  lifetime: Lifetime,
): Promise<Authority> {
  return loadAuthority(
    await keepOrMake(folder, name, async () => (await createAuthority({ commonName, keyType, ...lifetime })).export()),
  );
}

async function issueOwn(
  authority: Authority,
  profile: CertificateProfile,
  hostnames: readonly string[],
  lifetime: Lifetime,
): Promise<AuthorityFile> {
  const keys = await generateKeyPair('p-256');
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey));
  const certificate = await authority.issue({
    profile,
    spki,
    hostnames: profile === 'tls-server' ? hostnames : [],
    ...lifetime,
  });
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  return { certificatePem: certificateToPem(certificate), privateKeyPem: toPem(pkcs8, 'PRIVATE KEY') };
}
