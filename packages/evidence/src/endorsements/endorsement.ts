import { utf8 } from '../bytes.js';
import type { Certificate } from '../certificates/certificate.js';
import type { Identity } from '../certificates/identity.js';
import { signDetached, verifyDetached } from '../cms/signed-data.js';
import { canonicalJson } from '../json/canonical.js';
import { closed, literal, oneOf, parseCanonical, type Shape, text } from '../json/shape.js';
import type { SignedStatement } from '../receipts/handover.js';
import { DIGEST, INSTANT } from '../transmissions/manifest.js';

/** The holder of a certificate of an office: the office itself, or somebody who acts for it (代行). */
export type Holder = 'office' | 'agent';

/** The statement an office signs with a certificate it has: that a further certificate is its own, or one of its agent (裏書き). */
export type Endorsement = {
  readonly formatVersion: 1;
  readonly officeNumber: string;
  /** Fingerprint (SHA-256, hex) of the certificate that is endorsed. */
  readonly certificateFingerprint: string;
  /** Signed too, so that no hub can pass an agent's certificate off as one that endorses others. */
  readonly holder: Holder;
  readonly at: string;
};

const endorsement: Shape<Endorsement> = closed<Endorsement>({
  formatVersion: literal(1),
  officeNumber: text(/^[0-9A-Z]{10}$/),
  certificateFingerprint: text(DIGEST),
  holder: oneOf(['office', 'agent']),
  at: text(INSTANT),
});

export async function signEndorsement(content: Endorsement, signer: Identity): Promise<SignedStatement> {
  const bytes = utf8(canonicalJson(content));
  return { statement: bytes, signature: await signDetached(bytes, signer, { signingTime: new Date(content.at) }) };
}

/** Checks an endorsement's form and signature and returns the signer; whether that one may endorse is for others to say. */
export async function readEndorsement(
  signed: SignedStatement,
): Promise<{ endorsement: Endorsement; certificate: Certificate }> {
  const content = parseCanonical(signed.statement, endorsement, 'MSB-ENDORSEMENT-MALFORMED');
  const { certificate } = await verifyDetached(signed.signature, signed.statement);
  return { endorsement: content, certificate };
}
