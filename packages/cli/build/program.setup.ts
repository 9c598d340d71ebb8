import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { writePackage } from './pack.js';

/**
 * Writes the command as people install it into a folder, once for all tests and again before each rerun of a watching
 * vitest. Tests run that: it is what is shipped, and it starts in a tenth of the time the sources take.
 */
export default async function setup(project: TestProject): Promise<(() => void) | undefined> {
  if (process.env.MUSUBI_TEST_PROGRAM) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'musubi-test-program-'));
  process.env.MUSUBI_TEST_PROGRAM = join(folder, 'musubi.mjs');
  await writePackage(folder);
  project.onTestsRerun(async () => {
    await writePackage(folder);
  });
  return () => {
    delete process.env.MUSUBI_TEST_PROGRAM;
    rmSync(folder, { recursive: true, force: true });
  };
}
