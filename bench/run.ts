/** Runs the benchmarks one after the other, or those named: `npm run bench -- csv listing`. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ALL = ['csv', 'submission', 'packing', 'listing', 'forms', 'web-forms', 'directory', 'desk', 'web'];
const wanted = process.argv.slice(2);
for (const name of wanted.length > 0 ? wanted : ALL) {
  console.log(`\n## ${name}\n`);
  const script = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', script], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
