export { grantAgent, requestAgentKey, startAgent, type TestAgent, takeOverAgent, tokenOf } from './agents.js';
export { authenticator, fromBase32 } from './authenticator.js';
export { gainAuthority, issuerOf, type OuterAuthority } from './authority.js';
export { createClock, type TestClock } from './clock.js';
export { administer, offerServer } from './databases.js';
export { startTestHub, type TestHub } from './hub.js';
export { Line } from './line.js';
export { linkIn, type Mailbox, startMailbox, type TestMail } from './mailbox.js';
export {
  anonymous,
  connected,
  enrolCertificate,
  enrolOffice,
  enrolOneTimeCode,
  type OfficeSpec,
  PASSWORD,
  signIn,
  signInAt,
  type TestOffice,
  type TestPerson,
} from './offices.js';
export { type Scanner, startScanner } from './scanner.js';
export { confirmedBy } from './second-operator.js';
