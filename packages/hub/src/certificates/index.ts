export { enrolledCertificatesOf } from './endorse.js';
export {
  addCertificate,
  examineCertificate,
  type NewCertificate,
  requestCertificate,
  revokeCertificate,
  revokeOfDelegation,
} from './enrol.js';
export { certificatesExpiring } from './expiring.js';
export { type HubKeys, openKeys } from './keys.js';
export { registerCertificates } from './routes.js';
export {
  certificatesOf,
  certificatesOfDelegation,
  isOwnCertificate,
  isUsableCertificate,
  officesWithCertificate,
  ownerOfUsableCertificate,
  readersOf,
} from './store.js';
export { type Certificates, openCertificates, trustData } from './trust.js';
