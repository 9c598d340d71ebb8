export { addCertificate, certificatesOf, revokeCertificate } from './certificates/index.js';
export { type HubOptions, type HubStore, openStore, type RunningHub, startHub } from './main.js';
export { addOffice, changeOffice, isLicensed, listOffices, type Office, officeUserId } from './offices/index.js';
export { addAccount, changeAccount, listAccounts, resetPassword } from './people/index.js';
export { type EmbeddedPostgres, startEmbeddedPostgres } from './platform/embedded-postgres.js';
export { Problem } from './platform/problem.js';
export { type Settings, SettingsError } from './platform/settings.js';
export { closeIncident, listIncidents } from './sessions/index.js';
export { dropOldRecords, expirePayloads } from './transmissions/index.js';
