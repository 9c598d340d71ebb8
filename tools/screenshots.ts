/** `npm run screenshots`: every screen of the web client at a PC's and a phone's size, into screenshots/. */
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '@musubi/hub';
import { offerServer } from '@musubi/testkit';
import { takeScreenshots } from '../test/web/tour.js';
import { prepareSystem } from './system.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'screenshots');
prepareSystem(['chromium']);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const postgres = await startEmbeddedPostgres(join(folder, '.postgres'));
offerServer(postgres);
try {
  const names = await takeScreenshots(folder);
  console.log(`${names.length}枚の画面を ${folder} に書きました。`);
} finally {
  await postgres.stop();
  rmSync(join(folder, '.postgres'), { recursive: true, force: true });
}
process.exit(0);
