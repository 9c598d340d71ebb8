/** (d) The browser client in a real Chromium against a real hub: first visit, sending in bulk, a long inbox. */
import { CARE } from '../test/web/world.js';
import { measureInbox } from './web/inbox.js';
import { measureFirstPaint, measureWire } from './web/loading.js';
import { measureReconciling } from './web/reconciling.js';
import { measureCheck, measureSending } from './web/sending.js';
import { startStage } from './web/stage.js';

// No recipients of the made-up month.
const RECEIVER = '1474500002';
const SENDER = '1390099999';

const stage = await startStage();
try {
  const care = await stage.world.join(CARE, '佐藤 ケア');
  const say = (title: string, table: string) => console.log(`\n${title}\n\n${table}`);
  say('Over the wire at the first visit', await measureWire(stage, care));
  say('Until the login page stands', await measureFirstPaint(stage));
  say('A check in the worker', await measureCheck(stage));
  say('一括送信', await measureSending(stage, care));
  say('予実突合 of a large month', await measureReconciling(stage, care));
  const [receiver, sender] = [await stage.world.join(RECEIVER), await stage.world.join(SENDER)];
  say('受信一覧 with 100,000 transmissions', await measureInbox(stage, receiver, sender));
} finally {
  await stage.close();
}
process.exit(0);
