import type { CertificateData } from '@musubi/contract';
import {
  createCertificateRequest,
  exportPkcs12,
  fromBase64,
  generateKeyPair,
  type Pkcs12Content,
  parseCertificate,
  parseCertificateRequest,
  toBase64,
} from '@musubi/evidence';
import { z } from 'zod';
import type { Desk } from '../app/desk.js';

/** A key this browser made and the request (CSR) for its certificate; it waits sealed until the certificate is there. */
const pendingKey = z.object({ requestPem: z.string(), pkcs8: z.string() });
const pathOf = (purpose: string) => `keys/${purpose}`;

/** The request for a certificate: the one that already waits, or a new one. The key never leaves this browser. */
export async function requestFor(desk: Desk, purpose: string): Promise<string> {
  const waiting = await loadPending(desk, purpose);
  if (waiting) return waiting.requestPem;
  const keys = await generateKeyPair('p-256');
  const requestPem = await createCertificateRequest(keys);
  const pkcs8 = toBase64(new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey)));
  await desk.terminalFiles.write(pathOf(purpose), new TextEncoder().encode(JSON.stringify({ requestPem, pkcs8 })));
  return requestPem;
}

async function loadPending(desk: Desk, purpose: string) {
  const bytes = await desk.terminalFiles.read(pathOf(purpose));
  return bytes ? pendingKey.parse(JSON.parse(new TextDecoder().decode(bytes))) : null;
}

/** Whether a key made here waits for its certificate. */
export async function isKeyWaiting(desk: Desk, purpose: string): Promise<boolean> {
  return (await loadPending(desk, purpose)) !== null;
}

/** A certificate file for other PCs and the password it was sealed with. */
export interface CertificateFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly password: string;
  readonly fingerprint: string;
}

/**
 * Takes the certificate that was issued for the waiting key: keeps it in this browser and makes the file for others.
 * Null when none of the certificates is for that key.
 */
export async function takeCertificate(
  desk: Desk,
  purpose: string,
  issued: readonly CertificateData[],
): Promise<CertificateFile | null> {
  const waiting = await loadPending(desk, purpose);
  if (!waiting) return null;
  const { spki } = await parseCertificateRequest(waiting.requestPem);
  const all = await Promise.all(issued.map(({ certificatePem }) => parseCertificate(certificatePem)));
  const certificate = all.find(({ publicKey }) => toBase64(publicKey.spki) === toBase64(spki));
  if (!certificate) return null;
  const { anchors } = await desk.hub.call('trust', {});
  const authorities = await Promise.all(anchors.map((pem) => parseCertificate(pem)));
  const chain = authorities.filter(({ subject }) => subject === certificate.issuer).slice(0, 1);
  const content: Pkcs12Content = { certificate, chain, privateKeyPkcs8: fromBase64(waiting.pkcs8) };
  const password = newIssuePassword();
  const bytes = await exportPkcs12({ ...content, password });
  await desk.keepCertificate(content);
  await desk.terminalFiles.remove(pathOf(purpose));
  return { bytes, password, fingerprint: certificate.fingerprint };
}

/** Letters and digits that nobody mistakes for one another on paper. */
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789';

/** 16 readable characters in groups of four (79 bits), drawn without bias. */
function newIssuePassword(): string {
  const drawn: string[] = [];
  const usable = 256 - (256 % READABLE.length);
  while (drawn.length < 16) {
    const [value = 255] = crypto.getRandomValues(new Uint8Array(1));
    if (value < usable) drawn.push(READABLE[value % READABLE.length] ?? '');
  }
  return drawn.join('').replace(/(.{4})(?=.)/g, '$1-');
}
