export { addCertificate, requestCertificate, revokeCertificate } from './enrol.js';
export { certificatesExpiring } from './expiring.js';
export { type HubKeys, openKeys } from './keys.js';
export { registerCertificates } from './routes.js';
export { certificatesOf, certificatesOfAll, officeOfCertificate, officesWithCertificate, validAt } from './store.js';
export { type Certificates, openCertificates, trustData } from './trust.js';
