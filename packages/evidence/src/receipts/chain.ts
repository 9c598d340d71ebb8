import { EvidenceError } from '../problems.js';
import type { Manifest } from '../transmissions/manifest.js';
import { type Receipt, TERMINAL_EVENTS } from './receipt.js';

/**
 * Holds the receipts of one transmission against each other and its manifest: unbroken links, one transmission and
 * content, times in order, at most one outcome, no expiry before the deadline. Throws an EvidenceError with the reason.
 */
export function checkReceiptChain(receipts: readonly Receipt[], manifest: Manifest, manifestDigest: string): void {
  let previous: Receipt | null = null;
  for (const receipt of receipts) {
    if (receipt.previousEvidenceId !== (previous?.evidenceIdentifier ?? null)) {
      throw new EvidenceError('MSB-RECEIPT-CHAIN', `after ${previous?.erdsEventId ?? 'start'}`);
    }
    if (previous && receipt.eventTime < previous.eventTime)
      throw new EvidenceError('MSB-RECEIPT-CHAIN', 'times out of order');
    requireSameContent(receipt, manifest, manifestDigest);
    if (receipt.erdsEventId === 'ContentHandoverFailure' && receipt.eventTime < receipt.expiresAt) {
      throw new EvidenceError('MSB-RECEIPT-EARLY-EXPIRY');
    }
    previous = receipt;
  }
  if (receipts.filter(({ erdsEventId }) => TERMINAL_EVENTS.has(erdsEventId)).length > 1) {
    throw new EvidenceError('MSB-RECEIPT-TWO-OUTCOMES');
  }
}

function requireSameContent(receipt: Receipt, manifest: Manifest, manifestDigest: string): void {
  const isSame =
    receipt.messageIdentifier === manifest.id &&
    receipt.userContent.manifestDigest === manifestDigest &&
    receipt.userContent.contentDigest === manifest.payload.contentDigest &&
    receipt.sender.officeNumber === manifest.sender.officeNumber &&
    receipt.recipient.officeNumber === manifest.recipient.officeNumber;
  if (!isSame) throw new EvidenceError('MSB-RECEIPT-OTHER-CONTENT', receipt.erdsEventId);
}
