/** (d) The browser client in a real Chromium against a real hub: sending in bulk, first load, a long inbox. */
import { CARE } from '../test/web/world.js';
import { measureCheck, measureSending } from './web/sending.js';
import { startStage } from './web/stage.js';

const stage = await startStage();
const care = await stage.world.join(CARE, '佐藤 ケア');
console.log(await measureSending(stage, care));
console.log(await measureCheck(stage));
await stage.close();
process.exit(0);
