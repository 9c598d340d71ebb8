/** (e) 帳票 of 60 clients in a real Chromium: first page, last page, PDF. Issue 5 allows one second and five. */
import { measureForms } from './web/forms.js';
import { startStage } from './web/stage.js';

const stage = await startStage();
try {
  console.log(await measureForms(stage));
} finally {
  await stage.close();
}
process.exit(0);
