export { type BrowserDatabase, openBrowserDatabase, terminalKey } from './database.js';
export { createBrowserFileStore } from './file-store.js';
export {
  addIdentity,
  certificatesIn,
  keepIdentity,
  loadIdentities,
  type OfferedCertificate,
  removeIdentity,
} from './identities.js';
export { officeStore } from './office-store.js';
export {
  browserTokens,
  clearSession,
  forgetTerminal,
  loadSession,
  loadTerminal,
  type StoredTerminal,
  saveSession,
  saveTerminal,
} from './session.js';
export { createFetchTransport } from './transport.js';
