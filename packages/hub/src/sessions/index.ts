export { authenticateWith, openAmongWith } from './authenticate.js';
export { closeIncident, type Incident, listAlerts, listIncidents, raiseAlert } from './emergency.js';
export { oneTimeCode } from './one-time-code.js';
export { registerSessions } from './routes.js';
export { openSeed, sealOldSeeds } from './seeds.js';
export { hashToken, isToken, newToken } from './tokens.js';
