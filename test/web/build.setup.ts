import { buildWeb } from '../../packages/web/build/build.js';

/** Builds the web client once before all tests, so that test files never build it at the same time. */
export default async function setup(): Promise<void> {
  await buildWeb();
}
