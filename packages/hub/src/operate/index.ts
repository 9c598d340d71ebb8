export { registerDesk } from './desk.js';
export { registerOffices, registerOperator } from './routes.js';
export { closeOffice, mergeOffice, resumeOffice, suspendOffice } from './states.js';
export { type ActNews, newsOfAct } from './telling.js';
