export { clientPart, documentOf, type FormOptions, formsOf } from './document.js';
export type {
  Bookmark,
  FormDocument,
  FormPage,
  ImageItem,
  LineItem,
  PageItem,
  RectItem,
  Source,
  TextItem,
} from './page.js';
export { BOLD } from './page.js';
export { type EnrolmentProof, enrolmentProofPages } from './report/enrolment-proof.js';
export {
  type EvidenceReport,
  evidenceReportPages,
  type ReportGroup,
  type ReportLine,
} from './report/evidence-report.js';
export type { ReportCertificate, ReportOffice } from './report/parts.js';
export { toSvg } from './svg.js';
