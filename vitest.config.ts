import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/**/*.test.ts', 'tools/**/*.test.ts', 'test/**/*.test.ts'],
    // Two cores are the size every machine of ours has; more workers only fight over them.
    maxWorkers: 2,
    globalSetup: ['packages/testkit/src/global-setup.ts', 'test/web/build.setup.ts'],
    // The patience of the suite, for a slow machine that is busy with something else: no test has one of its own.
    // What is awaited gives up first, so that the log names it.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 90_000 } },
  },
});
