import { derOf, readPublicKey, readSigned, toPem } from '../certificates/certificate.js';
import { isSignedBy, requireKey } from '../certificates/keys.js';
import { TAG } from '../der/reader.js';
import { integer, sequence, tagged } from '../der/writer.js';
import { EvidenceError } from '../problems.js';
import { nameOf, signStructure } from './certificate-writer.js';

/** A certificate request (PKCS #10) as PEM, signed by the key it is for. */
export async function createCertificateRequest(keys: CryptoKeyPair): Promise<string> {
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey));
  const info = sequence(integer(0), nameOf('Musubi', null), spki, tagged(0));
  return toPem(await signStructure(info, keys.privateKey), 'CERTIFICATE REQUEST');
}

/**
 * The public key of a request whose own signature holds; throws MSB-CERT-MALFORMED, or MSB-CERT-WEAK-KEY or -KEY-KIND for
 * a key that nobody would accept. Its subject counts for nothing.
 */
export async function parseCertificateRequest(input: Uint8Array | string): Promise<{ readonly spki: Uint8Array }> {
  const { fields, tbs, algorithm, signature } = readSigned(derOf(input), 'MSB-CERT-MALFORMED');
  fields.number();
  fields.next(TAG.sequence);
  const key = readPublicKey(fields.next(TAG.sequence));
  requireKey(key, 'request');
  if (!(await isSignedBy(key, algorithm, signature, tbs)))
    throw new EvidenceError('MSB-CERT-MALFORMED', 'the request is not signed by its key');
  return { spki: key.spki };
}
