export { registerOffices, registerOperator } from './routes.js';
