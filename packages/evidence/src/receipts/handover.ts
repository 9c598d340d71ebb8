import { utf8 } from '../bytes.js';
import type { Certificate } from '../certificates/certificate.js';
import type { Identity } from '../certificates/identity.js';
import { signDetached, verifyDetached } from '../cms/signed-data.js';
import { canonicalJson } from '../json/canonical.js';
import { closed, literal, parseCanonical, type Shape, text } from '../json/shape.js';
import { DIGEST, INSTANT, UUID } from '../transmissions/manifest.js';

/** What a recipient signs when all bytes have arrived and verified: the basis of ContentHandover. */
export type HandoverStatement = {
  readonly formatVersion: 1;
  readonly transmissionId: string;
  readonly contentDigest: string;
  readonly at: string;
};

const statement: Shape<HandoverStatement> = closed<HandoverStatement>({
  formatVersion: literal(1),
  transmissionId: text(UUID),
  contentDigest: text(DIGEST),
  at: text(INSTANT),
});

export interface SignedStatement {
  readonly statement: Uint8Array;
  readonly signature: Uint8Array;
}

export async function signHandover(content: HandoverStatement, signer: Identity): Promise<SignedStatement> {
  const bytes = utf8(canonicalJson(content));
  return { statement: bytes, signature: await signDetached(bytes, signer, { signingTime: new Date(content.at) }) };
}

/** Checks the statement's form and signature and returns the signer; to which office it belongs is the hub's to know. */
export async function readHandover(
  signed: SignedStatement,
): Promise<{ statement: HandoverStatement; certificate: Certificate }> {
  const content = parseCanonical(signed.statement, statement, 'MSB-STATEMENT-MALFORMED');
  const { certificate } = await verifyDetached(signed.signature, signed.statement);
  return { statement: content, certificate };
}
