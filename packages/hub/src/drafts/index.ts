export { draftJobs, dropStaleDrafts } from './retention.js';
export { registerDrafts } from './routes.js';
