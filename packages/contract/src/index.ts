export { AUDIT_ACTIONS, type AuditAction } from './audit-actions.js';
export { EVENT_NAMES, type EventData, type EventName, eventData } from './events.js';
export { JOB_NAMES, type JobName } from './jobs.js';
export { openApiDocument } from './openapi.js';
export {
  isShortPassword,
  PASSWORD_LENGTH,
  type PasswordOwner,
  type PasswordTrouble,
  passwordTroubles,
} from './passwords.js';
export {
  isProblemCode,
  makeProblem,
  type ProblemDocument,
  type ProblemExtras,
  problemDocument,
} from './problem-document.js';
export { PROBLEMS, type ProblemCode, type ProblemEntry } from './problems.js';
export { ROUTES, type RouteName } from './routes/index.js';
export type { Access, Answer, Body, Route } from './routes/route.js';
export { ROLES, type Role } from './schemas/common.js';
export { wantedAct } from './schemas/operator-acts.js';
export { MOST_NOTED } from './schemas/overview.js';
export { MAIL_KINDS } from './schemas/people.js';
export { FAQ_TOPICS, newFaqEntry, newSoftware, TICKET_CATEGORIES } from './schemas/public.js';
export { TRANSMISSION_KINDS, transmissionKind } from './schemas/transmissions.js';
export type * from './types.js';
