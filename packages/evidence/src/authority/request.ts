import { derOf, readPublicKey, toPem } from '../certificates/certificate.js';
import { isSignedBy } from '../certificates/keys.js';
import { DerReader, TAG } from '../der/reader.js';
import { integer, sequence, tagged } from '../der/writer.js';
import { EvidenceError } from '../problems.js';
import { nameOf, signStructure } from './certificate-writer.js';

/** A certificate request (PKCS #10) as PEM, signed by the key it is for. */
export async function createCertificateRequest(keys: CryptoKeyPair): Promise<string> {
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey));
  const info = sequence(integer(0), nameOf('Musubi', null), spki, tagged(0));
  return toPem(await signStructure(info, keys.privateKey), 'CERTIFICATE REQUEST');
}

/** The public key of a request whose own signature holds; throws MSB-CERT-MALFORMED. Its subject counts for nothing. */
export async function parseCertificateRequest(input: Uint8Array | string): Promise<{ readonly spki: Uint8Array }> {
  const request = new DerReader(derOf(input), 'MSB-CERT-MALFORMED').enter(TAG.sequence);
  const info = request.next(TAG.sequence);
  const fields = request.inside(info);
  fields.next(TAG.integer);
  fields.next(TAG.sequence);
  const key = readPublicKey(fields.next(TAG.sequence));
  const isProven = await isSignedBy(key, request.enter(TAG.sequence).oid(), request.bits(), info.raw);
  if (!isProven) throw new EvidenceError('MSB-CERT-MALFORMED', 'the request is not signed by its key');
  return { spki: key.spki };
}
