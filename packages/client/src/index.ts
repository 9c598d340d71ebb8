export {
  type EvidenceParts,
  type EvidenceVerdict,
  evidenceFiles,
  type VerificationStep,
  verifyEvidence,
} from './evidence/folder.js';
export { type Credentials, HubConnection, HubProblem } from './hub/connection.js';
export { type HubEvent, watchEvents } from './hub/events.js';
export { loginMachine, loginPerson, type PersonLogin, type Terminal } from './hub/login.js';
export { submissionForm, submitPacked } from './hub/submission.js';
export { officeTrust, receiptTrust } from './hub/trust.js';
export { newId } from './new-id.js';
export { ConnectionFailure, type FileStore, type HttpRequest, type Transport } from './ports.js';
export { listAll, type Received, type Receiver, receive, safeName } from './receive/receive.js';
export { shareKept } from './receive/share-kept.js';
export { type AttachmentVerdict, judgeAttachment } from './send/attachment-type.js';
export { type Draft, Drafts, type PackOutcome } from './send/drafts.js';
export { Outbox, type QueuedTransmission, type SendOutcome } from './send/outbox.js';
export { CannotSend, type Letter, packLetter, packUnit, requireMessageLength, type Sender } from './send/prepare.js';
