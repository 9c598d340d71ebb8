import type { Settings } from '@musubi/hub';
import { test } from 'vitest';
import { startTestHub } from './hub.js';
import { enrolOffice, signIn } from './offices.js';

/** Of what is made once per file. */
export const FILE = { scope: 'file' } as const;

/**
 * The tests of a file about one hub, with what most of them need: whatever a test names is made once per file, nothing
 * else is, and the hub is closed after the last. A hub with settings of its own: `hubTest.extend('settings', FILE, { … })`.
 */
export const hubTest = test
  .extend('settings', FILE, (): Partial<Settings> => ({}))
  .extend('hub', FILE, async ({ settings }, { onCleanup }) => {
    const hub = await startTestHub(settings);
    onCleanup(() => hub.close());
    return hub;
  })
  // An office of care managers (居宅介護支援), and one that visits.
  .extend('care', FILE, ({ hub }) => enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'] }))
  .extend('nursing', FILE, ({ hub }) => enrolOffice(hub, { officeNumber: '1375400014', serviceTypes: ['13'] }))
  // People signed in at terminals of theirs: the administrator of the first, and an operator of the hub.
  .extend('administrator', FILE, ({ hub, care }) => signIn(hub, care, 'administrator'))
  .extend('desk', FILE, ({ hub }) => enrolOffice(hub, { officeNumber: '1300000000', serviceTypes: ['43'] }))
  .extend('operator', FILE, ({ hub, desk }) => signIn(hub, desk, 'operator', '運営 太郎'));
