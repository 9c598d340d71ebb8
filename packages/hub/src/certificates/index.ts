export { addCertificate, requestCertificate, revokeCertificate } from './enrol.js';
export { type HubKeys, openKeys } from './keys.js';
export { certificatesOf, officeOfCertificate, officesWithCertificate, validAt } from './store.js';
export { type Certificates, openCertificates, trustData } from './trust.js';
