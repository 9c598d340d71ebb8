import { defineConfig } from 'vitest/config';
import { HeavyFirst } from './tools/heavy-first.js';

const POSTGRES = 'packages/testkit/src/global-setup.ts';
const PROGRAM = 'packages/cli/build/program.setup.ts';
const BUILD = 'test/web/build.setup.ts';

export default defineConfig({
  test: {
    // Two cores are the size every machine of ours has; more workers only fight over them.
    maxWorkers: 2,
    // The patience of the suite, for a slow machine that is busy with something else: no test has one of its own.
    // The awaited step gives up first, so that the log names it.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 90_000 } },
    // A worker keeps its modules, and its browser, from file to file: no test changes what a module holds.
    isolate: false,
    sequence: { sequencer: HeavyFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['packages/{standard,evidence,forms,reference,contract,web}/**/*.test.ts', 'tools/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'hub',
          include: ['packages/{hub,cli,client}/**/*.test.ts', 'test/{crash,faults,operator}/*.test.ts'],
          globalSetup: [POSTGRES, PROGRAM],
        },
      },
      {
        extends: true,
        test: { name: 'web', include: ['test/{web,browser}/*.test.ts'], globalSetup: [POSTGRES, PROGRAM, BUILD] },
      },
    ],
  },
});
