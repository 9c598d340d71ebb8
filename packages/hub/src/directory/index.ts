export { importDirectory } from './import.js';
export { findRegistered, type RegisteredOffice } from './offices.js';
export { directoryJobs, measurePaces } from './paces.js';
export { registerDirectory } from './routes.js';
export { searchDirectory } from './search.js';
