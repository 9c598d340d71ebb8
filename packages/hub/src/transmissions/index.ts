export { type OversightFilter, oversee, overseeOffice, recordOf } from './oversight.js';
export { countWaiting, monthDealings, partnersOf } from './overview.js';
export { hoursToHandover } from './pace.js';
export { dropOldRecords, expirePayloads, makePartitions, retentionJobs } from './retention.js';
export { registerTransmissions } from './routes.js';
export { type ArrivedTransmission, findArrived, requireTransmission } from './store.js';
