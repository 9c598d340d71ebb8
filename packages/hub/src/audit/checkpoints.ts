import { createHash, createPublicKey, KeyObject, sign, verify } from 'node:crypto';
import { type Certificate, canonicalJson, type Identity } from '@musubi/evidence';
import { z } from 'zod';

/** The hub's statement about its audit log: so many rows, and the head of their chain. */
const statement = z.strictObject({
  formatVersion: z.literal(1),
  hub: z.string(),
  /** The number of rows from the first ever; rows that were forgotten count. */
  size: z.int().min(0),
  head: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.iso.datetime(),
  /** SHA-256 of the statement before; null in the first. */
  previous: z.string().nullable(),
  /** Rows up to this id are from before rows were authenticated. */
  inherited: z.int().min(0),
  /** The certificate whose key signs. */
  signer: z.string(),
});
export type Statement = z.output<typeof statement>;

/** A statement as it was signed: with SHA-256 over its UTF-8 bytes, as `openssl dgst -sha256 -verify` reads it. */
export interface Checkpoint {
  readonly statement: Statement;
  readonly text: string;
  readonly signature: Uint8Array;
}

export function signCheckpoint(said: Omit<Statement, 'formatVersion' | 'signer'>, signer: Identity): Checkpoint {
  const whole: Statement = { formatVersion: 1, ...said, signer: signer.certificate.fingerprint };
  const text = canonicalJson(whole);
  return { statement: whole, text, signature: sign('sha256', Buffer.from(text), KeyObject.from(signer.signingKey)) };
}

/** SHA-256 (hex) of the statement, which the next one names. */
export const digestOf = ({ text }: Pick<Checkpoint, 'text'>): string => createHash('sha256').update(text).digest('hex');

/** Reads a checkpoint; null where it has another shape. */
export function readCheckpoint(text: string, signature: Uint8Array): Checkpoint | null {
  try {
    return { statement: statement.parse(JSON.parse(text)), text, signature };
  } catch {
    return null; // no JSON, or another shape: the caller says which it was
  }
}

/** Whether the key of a certificate signed it. */
export function isSignedBy(
  { text, signature, statement }: Checkpoint,
  { fingerprint, publicKey }: Certificate,
): boolean {
  if (statement.signer !== fingerprint) return false;
  const key = createPublicKey({ key: Buffer.from(publicKey.spki), format: 'der', type: 'spki' });
  return verify('sha256', Buffer.from(text), key, signature);
}
