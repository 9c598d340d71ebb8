import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/**/*.test.ts', 'tools/**/*.test.ts', 'test/**/*.test.ts'],
    // Two cores are the size every machine of ours has; more workers only fight over them.
    maxWorkers: 2,
    globalSetup: ['packages/testkit/src/global-setup.ts', 'test/web/build.setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
