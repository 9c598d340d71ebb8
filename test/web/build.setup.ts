import { packCli } from '../../packages/cli/build/pack.js';
import { buildWeb } from '../../packages/web/build/build.js';

/** Builds what people get from the hub once before all tests, so that test files never build it at the same time. */
export default async function setup(): Promise<void> {
  await buildWeb();
  await packCli();
}
