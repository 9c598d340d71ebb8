export { registerService } from './routes.js';
