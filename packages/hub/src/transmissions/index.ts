export { dropOldRecords, expirePayloads, makePartitions, retentionJobs } from './retention.js';
export { registerTransmissions } from './routes.js';
