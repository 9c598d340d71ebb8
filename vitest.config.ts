import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/**/*.test.ts', 'tools/**/*.test.ts', 'test/**/*.test.ts'],
    // Two cores are the size every machine of ours has; more workers only fight over them.
    maxWorkers: 2,
    globalSetup: ['packages/testkit/src/global-setup.ts', 'test/web/build.setup.ts'],
    // For a machine three times slower that is busy with something else; what is awaited is named before the test ends.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
