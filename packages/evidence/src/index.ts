export { type AssertionClaims, readAssertion, signAssertion } from './assertions/assertion.js';
export {
  type Authority,
  type AuthorityFile,
  type CertificateProfile,
  createAuthority,
  loadAuthority,
} from './authority/authority.js';
export { createCertificateRequest, parseCertificateRequest } from './authority/request.js';
export { type Bytes, fromBase64, sha256Hex, toBase64 } from './bytes.js';
export { type Certificate, certificateToPem, derOf, parseCertificate, toPem } from './certificates/certificate.js';
export {
  generateKeyPair,
  type Identity,
  identityFromPkcs8,
  type KeyType,
  mayEncryptTo,
} from './certificates/identity.js';
export { parseRevocationList, type RevocationList } from './certificates/revocation-list.js';
export { type TrustStore, verifyCertificate } from './certificates/verify.js';
export {
  addedRecipients,
  addRecipients,
  decryptWith,
  encryptFor,
  envelopeDigest,
  withRecipients,
} from './cms/envelope.js';
export { signDetached, type VerifiedSignature, verifyDetached } from './cms/signed-data.js';
export { type EnrolledCertificate, endorsedCertificates, type KnownCertificate } from './endorsements/endorsed.js';
export { type Endorsement, type Holder, readEndorsement, signEndorsement } from './endorsements/endorsement.js';
export { fingerprintWords } from './endorsements/fingerprint-words.js';
export { canonicalJson, type Json } from './json/canonical.js';
export { type AttachedTrust, EVIDENCE_TRUST, EVIDENCE_ZIP, evidenceZip } from './pdf/attached.js';
export { type PdfSigning, signPdf } from './pdf/sign.js';
export { readSignedPdf, type SignedPdf, verifyPdfSigner, verifySignedPdf } from './pdf/verify.js';
export { exportPkcs12 } from './pkcs12/export.js';
export { importPkcs12, type Pkcs12Content, type Pkcs12Key, readPkcs12 } from './pkcs12/import.js';
export { EVIDENCE_PROBLEMS, EvidenceError, type EvidenceProblemCode } from './problems.js';
export { checkReceiptChain } from './receipts/chain.js';
export { type HandoverStatement, readHandover, type SignedStatement, signHandover } from './receipts/handover.js';
export {
  issueReceipt,
  OFFICE_SCHEME,
  parseReceipt,
  RECEIPT_EVENTS,
  type Reason,
  type Receipt,
  type ReceiptEvent,
  type SignedReceipt,
  TERMINAL_EVENTS,
  verifyReceipt,
} from './receipts/receipt.js';
export { type Attachment, type NamedFile, saltedDigest } from './transmissions/contents.js';
export { type Manifest, type OfficeRef, parseManifest } from './transmissions/manifest.js';
export {
  type PackedTransmission,
  type PackInput,
  packTransmission,
  requireContent,
  type Unpacked,
  unpackTransmission,
  type Verification,
  type VerifiedManifest,
  verifyManifest,
  verifySubmission,
} from './transmissions/transmission.js';
