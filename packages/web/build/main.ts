import { buildWeb } from './build.js';

console.log(`連携クライアントを ${await buildWeb()} に作りました。`);
