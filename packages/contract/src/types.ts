import type { z } from 'zod';
import type { Route } from './routes/route.js';
import type * as applications from './schemas/applications.js';
import type * as directory from './schemas/directory.js';
import type * as drafts from './schemas/drafts.js';
import type * as licences from './schemas/licences.js';
import type * as offices from './schemas/offices.js';
import type * as operate from './schemas/operate.js';
import type * as overview from './schemas/overview.js';
import type * as people from './schemas/people.js';
import type * as publicPages from './schemas/public.js';
import type * as sessions from './schemas/sessions.js';
import type * as transmissions from './schemas/transmissions.js';

/** What a handler of a route gets and a caller of it gives. */
export type ParamsOf<R extends Route> = R extends { params: infer P extends z.ZodType } ? z.output<P> : undefined;
export type QueryOf<R extends Route> = R extends { query: infer Q extends z.ZodType } ? z.output<Q> : undefined;
export type QueryInputOf<R extends Route> = R extends { query: infer Q extends z.ZodType } ? z.input<Q> : undefined;
export type BodyOf<R extends Route> = R['body'] extends z.ZodType
  ? z.output<R['body']>
  : R['body'] extends 'bytes'
    ? Uint8Array
    : R['body'] extends 'csv'
      ? AsyncIterable<Uint8Array>
      : undefined;
export type AnswerOf<R extends Route> = R['answer'] extends z.ZodType ? z.output<R['answer']> : unknown;

export type Transmission = z.infer<typeof transmissions.transmission>;
export type TransmissionQuery = z.input<typeof transmissions.transmissionQuery>;
export type TransmissionKind = z.infer<typeof transmissions.transmissionKind>;
export type Delivery = z.infer<typeof transmissions.delivery>;
export type Submission = z.infer<typeof transmissions.submission>;
export type SignedReceiptData = z.infer<typeof transmissions.signedReceipt>;
export type DecisionRequest = z.infer<typeof transmissions.decisionRequest>;
export type FindingPosition = z.infer<typeof transmissions.findingPosition>;
export type Session = z.infer<typeof sessions.session>;
export type LoginRequest = z.infer<typeof sessions.loginRequest>;
export type LoginAnswer = z.infer<typeof sessions.loginAnswer>;
export type DirectoryOffice = z.infer<typeof offices.directoryOffice>;
export type CertificateData = z.infer<typeof offices.certificate>;
export type TrustData = z.infer<typeof offices.trust>;
export type AccountData = z.infer<typeof people.account>;
export type PersonData = z.infer<typeof people.person>;
export type MailKind = z.infer<typeof people.mailKind>;
export type MailSettings = z.infer<typeof people.mailSettings>;
export type LinkData = z.infer<typeof people.link>;
export type OperatorOffice = z.infer<typeof offices.operatorOffice>;
export type OperatorPerson = z.infer<typeof operate.operatorPerson>;
export type OfficeDetail = z.infer<typeof operate.officeDetail>;
export type OfficeState = z.infer<typeof operate.officeState>;
export type Journey = z.infer<typeof operate.journey>;
export type HubHealth = z.infer<typeof operate.health>;
export type EndingCertificate = z.infer<typeof operate.endingCertificate>;
export type AuditRow = z.infer<typeof offices.auditRow>;
export type DirectoryQuery = z.input<typeof directory.directoryQuery>;
export type DirectoryRow = z.infer<typeof directory.directoryRow>;
export type DirectoryDetail = z.infer<typeof directory.directoryDetail>;
export type AreaCount = z.infer<typeof directory.areaCount>;
export type Pace = z.infer<typeof directory.pace>;
export type Edition = z.infer<typeof directory.edition>;
export type OfficeProfile = z.infer<typeof directory.officeProfile>;
export type DirectoryImport = z.infer<typeof directory.directoryImport>;
export type ImportReport = z.infer<typeof directory.importReport>;
export type RefusedRow = z.infer<typeof directory.refusedRow>;
export type DraftData = z.infer<typeof drafts.draft>;
export type DraftPurpose = z.infer<typeof drafts.draftPurpose>;
export type Summary = z.infer<typeof overview.summary>;
export type Partner = z.infer<typeof overview.partner>;
export type MonthPartner = z.infer<typeof overview.monthPartner>;
export type FoundOffice = z.infer<typeof overview.foundOffice>;
export type Notice = z.infer<typeof publicPages.notice>;
export type NewNotice = z.output<typeof publicPages.newNotice>;
export type NoticeAudience = z.infer<typeof publicPages.audience>;
export type OperatorNotice = z.infer<typeof publicPages.operatorNotice>;
export type FaqEntry = z.infer<typeof publicPages.faqEntry>;
export type NewFaqEntry = z.output<typeof publicPages.newFaqEntry>;
export type OperatorFaqEntry = z.infer<typeof publicPages.operatorFaqEntry>;
export type NewTicket = z.output<typeof publicPages.newTicket>;
export type TicketReceipt = z.infer<typeof publicPages.ticketReceipt>;
export type Ticket = z.infer<typeof publicPages.ticket>;
export type OperatorTicket = z.infer<typeof publicPages.operatorTicket>;
export type Software = z.infer<typeof publicPages.software>;
export type NewSoftware = z.output<typeof publicPages.newSoftware>;
export type Preferences = z.infer<typeof overview.preferences>;
export type DemoAccount = z.infer<typeof overview.demoAccount>;
export type PushSubscriptionData = z.infer<typeof overview.pushSubscription>;
export type ApplicationData = z.infer<typeof applications.application>;
export type OperatorApplication = z.infer<typeof applications.operatorApplication>;
export type NewApplication = z.infer<typeof applications.newApplication>;
export type MailOutcome = z.infer<typeof applications.mailOutcome>;
export type Handover = z.infer<typeof applications.handover>;
export type LicenceData = z.infer<typeof licences.licence>;
export type OwnLicence = z.infer<typeof licences.ownLicence>;
export type Offer = z.infer<typeof licences.offer>;
export type Campaign = z.infer<typeof licences.campaign>;
export type EnrolmentFacts = z.infer<typeof licences.enrolmentFacts>;
