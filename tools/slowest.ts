import type { Reporter, TestModule } from 'vitest/node';

const SHOWN = 15;

const secondsOf = (module: TestModule) => {
  const { duration, setupDuration, collectDuration, prepareDuration, environmentSetupDuration } = module.diagnostic();
  return (duration + setupDuration + collectDuration + prepareDuration + environmentSetupDuration) / 1000;
};

/** Says after all tests which files took longest, and how long each project worked. */
export default class Slowest implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const rows = modules.map((module) => ({ module, seconds: secondsOf(module) }));
    rows.sort((one, other) => other.seconds - one.seconds);
    const line = (seconds: number, name: string) => console.log(`${seconds.toFixed(1).padStart(8)} s  ${name}`);
    console.log('\nSlowest files (time in a worker):');
    for (const { module, seconds } of rows.slice(0, SHOWN)) line(seconds, module.relativeModuleId);
    const sum = (some: typeof rows) => some.reduce((total, { seconds }) => total + seconds, 0);
    for (const name of new Set(modules.map(({ project }) => project.name))) {
      const own = rows.filter(({ module }) => module.project.name === name);
      line(sum(own), `${name}: ${own.length} files`);
    }
    line(sum(rows), `all: ${rows.length} files`);
  }
}
