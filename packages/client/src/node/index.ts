export { createFileStore, StorageFailure } from './file-store.js';
export { createNodeTransport } from './transport.js';
