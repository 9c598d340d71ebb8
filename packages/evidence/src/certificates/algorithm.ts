import { HASHES, OID, SIGNATURES } from '../algorithms.js';
import { type Bytes, toBytes } from '../bytes.js';
import { DerReader, TAG } from '../der/reader.js';
import type { EvidenceProblemCode } from '../problems.js';

/** An AlgorithmIdentifier as it stands. */
export interface AlgorithmIdentifier {
  readonly oid: string;
  /** DER of the parameters; null without. */
  readonly parameters: Bytes | null;
}

/** The way to check a signature, in WebCrypto's words. */
export type Scheme =
  | { readonly name: 'RSASSA-PKCS1-v1_5'; readonly key: 'RSA'; readonly hash: string }
  | { readonly name: 'RSA-PSS'; readonly key: 'RSA'; readonly hash: string; readonly saltLength: number }
  | { readonly name: 'ECDSA'; readonly key: 'EC'; readonly hash: string };

/** Reads an AlgorithmIdentifier; its parameters are one value or none. */
export function readAlgorithm(list: DerReader): AlgorithmIdentifier {
  const reader = list.enter(TAG.sequence);
  const oid = reader.oid();
  const parameters = reader.done ? null : toBytes(reader.next().raw);
  reader.end();
  return { oid, parameters };
}

/** An algorithm whose parameters are none: absent, or NULL as RSA writes it. */
export function isBare({ parameters }: AlgorithmIdentifier): boolean {
  return parameters === null || (parameters.length === 2 && parameters[0] === TAG.null);
}

/** The scheme of a signature algorithm; null for one that is not accepted. `code` is for parameters that can't be read. */
export function schemeOf(algorithm: AlgorithmIdentifier, code: EvidenceProblemCode): Scheme | null {
  if (algorithm.oid === OID.rsaPss) return pssScheme(algorithm, code);
  const known = SIGNATURES[algorithm.oid];
  if (!known || !isBare(algorithm)) return null;
  if (known.key === 'RSA') return { name: 'RSASSA-PKCS1-v1_5', key: 'RSA', hash: known.hash };
  return algorithm.parameters === null ? { name: 'ECDSA', key: 'EC', hash: known.hash } : null;
}

/** RFC 4055 3.1: hash and mask generation with the same hash; the default, SHA-1, is not accepted. */
function pssScheme({ parameters }: AlgorithmIdentifier, code: EvidenceProblemCode): Scheme | null {
  if (!parameters) return null;
  const reader = new DerReader(parameters, code).enter(TAG.sequence);
  const [hash, mask, salt, trailer] = [0xa0, 0xa1, 0xa2, 0xa3].map((tag) => reader.optional(tag));
  reader.end();
  if (!hash || !mask) return null;
  const digest = readAlgorithm(reader.inside(hash));
  const generator = readAlgorithm(reader.inside(mask));
  const known = isBare(digest) ? HASHES[digest.oid] : undefined;
  if (!known || generator.oid !== OID.mgf1 || !generator.parameters) return null;
  if (readAlgorithm(new DerReader(generator.parameters, code)).oid !== digest.oid) return null;
  if (trailer && reader.inside(trailer).number() !== 1) return null;
  return { name: 'RSA-PSS', key: 'RSA', hash: known, saltLength: salt ? reader.inside(salt).number() : 20 };
}
