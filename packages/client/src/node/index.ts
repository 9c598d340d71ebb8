export { clamdScan } from './clamd.js';
export { createFileStore, StorageFailure } from './file-store.js';
export { sweepUnfinished } from './sweep.js';
export { createNodeTransport } from './transport.js';
