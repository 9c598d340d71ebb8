import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Authority,
  type CertificateProfile,
  createAuthority,
  generateKeyPair,
  type Identity,
  identityFromPkcs8,
  type KeyType,
  type PackInput,
  type TrustStore,
} from './index.js';

/** The day on which everything in these tests happens. */
export const NOW = new Date('2026-10-01T09:00:00.000Z');
const YEAR = 365 * 24 * 3600 * 1000;

export function newAuthority(keyType: KeyType = 'rsa-2048', commonName = 'e-seikyuu CA'): Promise<Authority> {
  return createAuthority({
    commonName,
    keyType,
    notBefore: new Date(NOW.getTime() - YEAR),
    notAfter: new Date(NOW.getTime() + 9 * YEAR),
  });
}

export async function newIdentity(
  authority: Authority,
  keyType: KeyType = 'p-256',
  options: { profile?: CertificateProfile; notBefore?: Date; notAfter?: Date } = {},
): Promise<Identity & { pkcs8: Uint8Array }> {
  const keys = await generateKeyPair(keyType);
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey));
  const certificate = await authority.issue({
    profile: 'dx',
    spki,
    notBefore: new Date(NOW.getTime() - 1000),
    ...options,
  });
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  return { ...(await identityFromPkcs8(certificate, [authority.certificate], pkcs8)), pkcs8 };
}

export async function trustOf(authority: Authority, revoked: readonly Identity[] = []): Promise<TrustStore> {
  const list = await authority.revocationList({
    revoked: revoked.map(({ certificate }) => ({ serialNumber: certificate.serialNumber, revokedAt: NOW })),
    thisUpdate: new Date(NOW.getTime() - 1000),
    nextUpdate: new Date(NOW.getTime() + 86_400_000),
    number: 1,
  });
  return { anchors: [authority.certificate], revocationLists: [list], requireRevocationList: true };
}

export const MESSAGE = '10月分をお送りします。';

export function packInput(signer: Identity, readers: readonly Identity[]): PackInput {
  return {
    id: '0199a0b0-0000-7000-8000-000000000001',
    sender: { officeNumber: '1377700001', serviceType: '43' },
    recipient: { officeNumber: '1375400014', serviceType: '13' },
    kind: 'schedule',
    serviceMonth: '202610',
    edition: '4.1',
    serial: '20260925100004',
    files: [
      { name: 'UPPLAN_202610_1377700001_43_1375400014_13_20260925100004.CSV', bytes: new Uint8Array(60_000).fill(65) },
    ],
    attachments: [{ name: '主治医意見書.pdf', mediaType: 'application/pdf', bytes: new Uint8Array([37, 80, 68, 70]) }],
    message: MESSAGE,
    createdAt: NOW,
    signer,
    readers: readers.map(({ certificate }) => certificate),
  };
}

/** A folder that lives for one test. */
export function withFolder<T>(run: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'musubi-evidence-'));
  try {
    return run(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Writes files into a folder and runs openssl there; its exit code and output are the verdict. */
export function openssl(
  files: Readonly<Record<string, Uint8Array | string>>,
  args: readonly string[],
): { ok: boolean; stdout: Buffer; stderr: string } {
  return withFolder((folder) => {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const result = spawnSync('openssl', args, { cwd: folder });
    return { ok: result.status === 0, stdout: result.stdout, stderr: result.stderr.toString() };
  });
}
