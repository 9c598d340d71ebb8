import { OID } from '../algorithms.js';
import { type Bytes, toBytes, utf8 } from '../bytes.js';
import type { Certificate } from '../certificates/certificate.js';
import { integer, nothing, octets, oid, sequence, setOf, tagged, taggedPrimitive } from '../der/writer.js';
import { hashOf } from './decrypt.js';
import { bmpPassword, deriveBytes, PURPOSE, pbkdf2 } from './kdf.js';

const PBES2 = '1.2.840.113549.1.5.13';
const PBKDF2 = '1.2.840.113549.1.5.12';
const HMAC_SHA256 = '1.2.840.113549.2.9';
const CERT_BAG = '1.2.840.113549.1.12.10.1.3';
const KEY_BAG = '1.2.840.113549.1.12.10.1.2';
const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1';
const LOCAL_KEY_ID = '1.2.840.113549.1.9.21';
const KDF_ITERATIONS = 100_000;
/** The MAC's key derivation runs hash by hash; what it protects is encrypted by the stronger one. */
const MAC_ITERATIONS = 2_048;

/** Writes a PKCS #12 file with AES-256 and SHA-256, as OpenSSL 3 and Windows write it. */
export async function exportPkcs12(input: {
  readonly certificate: Certificate;
  readonly chain: readonly Certificate[];
  readonly privateKeyPkcs8: Uint8Array;
  readonly password: string;
}): Promise<Bytes> {
  const { certificate, chain, privateKeyPkcs8, password } = input;
  const keyId = setOf(sequence(oid(LOCAL_KEY_ID), setOf(octets(Uint8Array.of(1)))));
  const certBag = (one: Certificate, attributes: readonly Uint8Array[]) =>
    sequence(oid(CERT_BAG), tagged(0, sequence(oid(X509_CERTIFICATE), tagged(0, octets(one.der)))), ...attributes);
  const certificates = sequence(certBag(certificate, [keyId]), ...chain.map((one) => certBag(one, [])));
  const shrouded = await encrypt(privateKeyPkcs8, password);
  const keyBag = sequence(oid(KEY_BAG), tagged(0, sequence(shrouded.algorithm, octets(shrouded.ciphertext))), keyId);
  const hidden = await encrypt(certificates, password);
  const encryptedData = sequence(
    integer(0),
    sequence(oid(OID.data), hidden.algorithm, taggedPrimitive(0, hidden.ciphertext)),
  );
  const safe = sequence(
    sequence(oid(OID.encryptedData), tagged(0, encryptedData)),
    sequence(oid(OID.data), tagged(0, octets(sequence(keyBag)))),
  );
  return sequence(integer(3), sequence(oid(OID.data), tagged(0, octets(safe))), await macOver(safe, password));
}

async function encrypt(content: Uint8Array, password: string): Promise<{ algorithm: Bytes; ciphertext: Bytes }> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(16));
  const raw = await pbkdf2('SHA-256', { plain: utf8(password) }, { salt, iterations: KDF_ITERATIONS, size: 32 });
  const key = await crypto.subtle.importKey('raw', raw, 'AES-CBC', false, ['encrypt']);
  const ciphertext = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, key, toBytes(content)));
  const kdf = sequence(
    oid(PBKDF2),
    sequence(octets(salt), integer(KDF_ITERATIONS), sequence(oid(HMAC_SHA256), nothing())),
  );
  return { algorithm: sequence(oid(PBES2), sequence(kdf, sequence(oid(OID.aes256Cbc), octets(iv)))), ciphertext };
}

async function macOver(safe: Bytes, password: string): Promise<Bytes> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const { default: forge } = await import('node-forge');
  const hash = { hash: hashOf(forge, 'sha256'), block: 64 };
  const derived = { salt, iterations: MAC_ITERATIONS, purpose: PURPOSE.mac, size: 32 };
  const raw = deriveBytes(hash, { bmp: bmpPassword(password) }, derived);
  const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, safe));
  return sequence(sequence(sequence(oid(OID.sha256), nothing()), octets(mac)), octets(salt), integer(MAC_ITERATIONS));
}
