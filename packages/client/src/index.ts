export {
  type AttachmentVerdict,
  judgeAttachment,
  judgeReceived,
  type ReceivedAttachment,
} from './attachments/judge.js';
export { safeName } from './attachments/names.js';
export { MalwareFound, requireClean, type Scan, ScanFailure } from './attachments/scan.js';
export {
  ActualsDocuments,
  type ActualsHead,
  type ActualsPlace,
  actualsId,
  readSheetClient,
  type SharedActuals,
} from './drafts/actuals-documents.js';
export { MonthDecisions } from './drafts/decisions.js';
export { type DocumentSave, type ListedDocument, OfficeDocuments } from './drafts/office-documents.js';
export {
  readScheduleClient,
  ScheduleDocuments,
  type ScheduleHead,
  type SharedSchedule,
  scheduleId,
} from './drafts/schedule-documents.js';
export { SeenMonths } from './drafts/seen-months.js';
export {
  type DraftAttachment,
  type DraftDocument,
  type DraftHead,
  type DraftRow,
  type DraftSave,
  type ListedDraft,
  type OpenDraft,
  SharedDrafts,
} from './drafts/shared-drafts.js';
export { type UnsavedDraft, UnsavedDrafts } from './drafts/unsaved-drafts.js';
export type { GivenFile } from './evidence/account.js';
export { type EvidenceParts, evidenceFiles, verifyEvidence } from './evidence/folder.js';
export { givenParts, type Parts, type Places, placeParts } from './evidence/places.js';
export { type Answers, answersOf, QUESTIONS, type Question } from './evidence/questions.js';
export { attachedProof, type SignedReportVerdict, verifySignedReport } from './evidence/signed-report.js';
export { type EvidenceVerdict, type Proof, type VerificationStep, worstOf } from './evidence/verdict.js';
export { type CallInput, type Credentials, HubConnection, HubProblem, problemCodeOf } from './hub/connection.js';
export { Directory, findOffices, type Meeting } from './hub/directory.js';
export { endorse, type ToEndorse } from './hub/endorsing.js';
export { type HubEvent, watchEvents } from './hub/events.js';
export {
  type Acquaintance,
  KnownCertificates,
  type KnownOffice,
  type PinnedCertificate,
} from './hub/known-certificates.js';
export { KnownPeople } from './hub/known-people.js';
export { loginMachine, loginPerson, type PersonLogin, type Terminal } from './hub/login.js';
export {
  type AuthorityUse,
  authoritiesIn,
  fingerprintText,
  type HubAuthority,
  HubTrust,
  loadPins,
} from './hub/pins.js';
export { isSessionOver, renewingTransport, type SessionTokens, type TokenStore } from './hub/renewing.js';
export { submissionForm, submitPacked } from './hub/submission.js';
export { judgeTrust, officeTrust, type Pins, receiptTrust, type Trust } from './hub/trust.js';
export { newId } from './new-id.js';
export { ConnectionFailure, type FileStore, type HttpRequest, type Transport } from './ports.js';
export { completeEvidence } from './receive/complete.js';
export { ContentStore, type IndexedClient, type IndexedContent, type KeptContent } from './receive/content-store.js';
export {
  listAll,
  type Opened,
  openTransmission,
  type Received,
  type Receiver,
  receive,
  saveParts,
  stateHandover,
} from './receive/receive.js';
export { shareKept } from './receive/share-kept.js';
export { ReferenceTables } from './reference/tables.js';
export { type Draft, Drafts, type PackOutcome, type StoredDraft } from './send/drafts.js';
export type { SendingOffice } from './send/earlier.js';
export { momentText } from './send/later.js';
export { LetterRegister } from './send/letter-register.js';
export { Outbox, type QueuedTransmission, type Refusal, type SendOutcome } from './send/outbox.js';
export {
  CannotSend,
  type Letter,
  MAX_MESSAGE_CHARACTERS,
  type PackableUnit,
  packLetter,
  packUnit,
  requireMessageLength,
  type Sender,
} from './send/prepare.js';
export { trustedReaders, wordsOf } from './send/readers.js';
