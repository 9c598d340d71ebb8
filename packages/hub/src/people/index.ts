export {
  type AccountMail,
  type AccountMailKind,
  accountMailDone,
  accountMailFailed,
  mailAdministrators,
  queueAccountMail,
  takeAccountMail,
} from './account-mails.js';
export {
  ACCOUNT_COLUMNS,
  ACCOUNTS,
  type Account,
  addAccount,
  agentOf,
  enabledAmong,
  endOfficeSessions,
  endSessions,
  type FirstPassword,
  findAccount,
  findAccountById,
  firstPasswordOf,
  giveFirstPassword,
  handOver,
  hasPeople,
  insertAccount,
  isAtWork,
  isDelegationOver,
  listAccounts,
  mustEnrolOneTimeCode,
  officePeople,
  requireAccountById,
} from './accounts.js';
export { changeAccount, requiresOneTimeCode, resetPassword, resetPasswordByOperator } from './administer.js';
export { type CountedClaim, newClaimCode, requireClaimCode } from './claim-code.js';
export { LINK_MS, makeLink } from './links.js';
export { findMailReader, type MailReader, mailReadersOf, REFUSED_AFTER, unsubscribe } from './mail-wishes.js';
export { hashPassword, isPassword } from './passwords.js';
export { preferencesOf, registerPreferences } from './preferences.js';
export { accountsAt, answerRecoveries } from './recovery.js';
export { ROLE_NAMES } from './role-names.js';
export { presentAccount, presentPerson, registerAccountMail, registerPeople } from './routes.js';
export { storePassword, tellPasswordChanged } from './set-password.js';
export {
  type CountedTry,
  countSignIn,
  dropOldTries,
  endTries,
  lockWhenFull,
  undoSignIn,
  unlock,
} from './sign-in-tries.js';
