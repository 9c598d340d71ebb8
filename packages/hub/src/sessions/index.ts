export { authenticateWith } from './authenticate.js';
export { closeIncident, type Incident, listAlerts, listIncidents } from './emergency.js';
export { registerSessions } from './routes.js';
export { hashToken, newToken } from './tokens.js';
