import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { withPage } from './bundle.js';
import { type Outcome, type PlainFile, runScenario } from './scenario.js';

const SAMPLES = fileURLToPath(new URL('../fixtures/samples', import.meta.url));

function filesIn(folder: string, part: string): PlainFile[] {
  return readdirSync(join(SAMPLES, folder))
    .filter((name) => name.includes(part))
    .map((name) => ({ name, bytes: [...readFileSync(join(SAMPLES, folder, name))] }));
}

it('the pure packages find and make the same in Chromium as in Node', async () => {
  const plans = [...filesIn('month-v4/plans', '1375400014'), ...filesIn('defects/bad-date', 'UP')];
  const actuals = filesIn('month-v4/actuals', '1375400014');
  const here = await runScenario(plans, actuals);
  const there = await withPage('./scenario.ts', (page) =>
    page.evaluate(`musubi.runScenario(${JSON.stringify(plans)}, ${JSON.stringify(actuals)})`),
  );
  expect(here.findings.length).toBeGreaterThan(0);
  expect(here.differences).toBeGreaterThan(0);
  const expected: Outcome = here;
  expect(there).toEqual(expected);
});
