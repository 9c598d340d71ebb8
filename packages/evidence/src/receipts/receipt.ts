import { utf8 } from '../bytes.js';
import type { Identity } from '../certificates/identity.js';
import { type TrustStore, verifyCertificate } from '../certificates/verify.js';
import { signDetached, verifyDetached } from '../cms/signed-data.js';
import { canonicalJson } from '../json/canonical.js';
import { closed, count, listOf, literal, oneOf, optional, parseCanonical, type Shape, text } from '../json/shape.js';
import { EvidenceError } from '../problems.js';
import { DIGEST, INSTANT, UUID } from '../transmissions/manifest.js';

/**
 * Events of ETSI EN 319 522 that the hub states, and two of our own: `ContentRelease` (the hub began to give the ciphertext
 * to the recipient's side, which has stated nothing yet) and `Recalled`.
 */
export const RECEIPT_EVENTS = [
  'SubmissionAcceptance',
  'ContentConsignment',
  'ContentRelease',
  'ContentHandover',
  'ContentHandoverFailure',
  'ContentAccessTracking',
  'ConsignmentAcceptance',
  'ConsignmentRejection',
  'Recalled',
] as const;
export type ReceiptEvent = (typeof RECEIPT_EVENTS)[number];

/** Each transmission ends with exactly one of these. */
export const TERMINAL_EVENTS: ReadonlySet<ReceiptEvent> = new Set([
  'ContentHandover',
  'ContentHandoverFailure',
  'Recalled',
]);
/** Events that need a reason. */
export const NEGATIVE_EVENTS: ReadonlySet<ReceiptEvent> = new Set([
  'ContentHandoverFailure',
  'ConsignmentRejection',
  'Recalled',
]);

/** Why something did not happen. `findings` are positions only: values stay with the offices. */
export type Reason = {
  readonly code: string;
  readonly findings: readonly {
    readonly code: string;
    readonly file: string | null;
    readonly record: number | null;
    readonly line: number | null;
    readonly item: number | null;
  }[];
};

export type ReceiptParty = {
  /** URI of the identifier's scheme. */
  readonly scheme: string;
  readonly officeNumber: string;
  readonly serviceType: string;
};

/** A statement of the hub about a transmission; names follow EN 319 522-3 (security.md 5.2). */
export type Receipt = {
  readonly formatVersion: 1;
  readonly evidenceIdentifier: string;
  readonly erdsEventId: ReceiptEvent;
  readonly eventReasons: readonly Reason[];
  readonly eventTime: string;
  readonly submissionTime: string;
  readonly messageIdentifier: string;
  readonly evidenceIssuer: { readonly name: string; readonly policyId: string };
  readonly sender: ReceiptParty;
  readonly recipient: ReceiptParty;
  /** Who acted on the recipient's or sender's side: an opaque account id, never a name; null for the hub itself. */
  readonly actor: {
    readonly accountId: string;
    readonly factors: readonly string[];
    readonly terminalId: string | null;
  } | null;
  readonly userContent: {
    readonly hashAlgorithm: 'SHA-256';
    readonly manifestDigest: string;
    readonly contentDigest: string;
    readonly size: number;
    readonly kind: string;
    readonly edition: string | null;
  };
  /** Until when the content can be retrieved. */
  readonly expiresAt: string;
  readonly previousEvidenceId: string | null;
  readonly serviceMonth: string | null;
  readonly fileSerial: string | null;
  readonly supersedes: string | null;
};

export const OFFICE_SCHEME = 'urn:musubi:jigyosho-bango';

const party: Shape<ReceiptParty> = closed<ReceiptParty>({
  scheme: literal(OFFICE_SCHEME),
  officeNumber: text(/^[0-9A-Z]{10}$/),
  serviceType: text(/^[0-9A-Z]{2}$/),
});
const short = text(/^[\s\S]{1,200}$/);
const instant = text(INSTANT);

const receipt: Shape<Receipt> = closed<Receipt>({
  formatVersion: literal(1),
  evidenceIdentifier: text(UUID),
  erdsEventId: oneOf(RECEIPT_EVENTS),
  eventReasons: listOf(
    closed({
      code: text(/^[a-z-]{1,40}$/),
      findings: listOf(
        closed({
          code: short,
          file: optional(short),
          record: optional(count),
          line: optional(count),
          item: optional(count),
        }),
        1000,
      ),
    }),
    10,
  ),
  eventTime: instant,
  submissionTime: instant,
  messageIdentifier: text(UUID),
  evidenceIssuer: closed({ name: short, policyId: short }),
  sender: party,
  recipient: party,
  actor: optional(closed({ accountId: short, factors: listOf(short, 5), terminalId: optional(short) })),
  userContent: closed({
    hashAlgorithm: literal('SHA-256'),
    manifestDigest: text(DIGEST),
    contentDigest: text(DIGEST),
    size: count,
    kind: short,
    edition: optional(short),
  }),
  expiresAt: instant,
  previousEvidenceId: optional(text(UUID)),
  serviceMonth: optional(text(/^\d{6}$/)),
  fileSerial: optional(text(/^\d{14}$/)),
  supersedes: optional(text(UUID)),
});

/** A receipt with the hub's detached CMS signature. */
export interface SignedReceipt {
  /** Canonical JSON. */
  readonly receipt: Uint8Array;
  readonly signature: Uint8Array;
}

/** Signs a receipt; a negative one without a reason is refused. */
export async function issueReceipt(statement: Receipt, signer: Identity): Promise<SignedReceipt> {
  requireReason(statement);
  const bytes = utf8(canonicalJson(statement));
  return {
    receipt: bytes,
    signature: await signDetached(bytes, signer, { signingTime: new Date(statement.eventTime) }),
  };
}

function requireReason({ erdsEventId, eventReasons }: Receipt): void {
  if (NEGATIVE_EVENTS.has(erdsEventId) && eventReasons.length === 0) throw new EvidenceError('MSB-RECEIPT-NO-REASON');
}

export function parseReceipt(bytes: Uint8Array): Receipt {
  return parseCanonical(bytes, receipt, 'MSB-RECEIPT-MALFORMED');
}

/** Verifies signature and certificate of a receipt as of its own time, so that it holds years later; throws with the reason. */
export async function verifyReceipt(signed: SignedReceipt, trust: TrustStore): Promise<Receipt> {
  const statement = parseReceipt(signed.receipt);
  const { certificate, chain } = await verifyDetached(signed.signature, signed.receipt);
  const intermediates = [...(trust.intermediates ?? []), ...chain];
  await verifyCertificate(
    certificate,
    { ...trust, intermediates },
    { at: new Date(statement.eventTime), usage: 'receipt' },
  );
  requireReason(statement);
  return statement;
}
