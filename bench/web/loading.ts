/** The first visit: what comes over the wire, and when the login page stands. */
import type { Page } from 'playwright-core';
import type { Participant } from '../../test/web/world.js';
import { median } from '../measure.js';
import { LINES } from './lines.js';
import { headingAt } from './probe.js';
import type { Stage } from './stage.js';
import { fetchedAhead, isScript, loadFirstPages, type Received, sumOf } from './wire.js';

const RUNS = 7;
const kilobytes = (bytes: number) => (bytes / 1024).toFixed(0);

export async function measureWire(stage: Stage, participant: Participant): Promise<string> {
  const { page, context } = await stage.open({ serviceWorkers: 'block' });
  const { login, top } = await loadFirstPages(page, stage.world, participant);
  await context.close();
  const ahead = await fetchedAhead(stage.world.hub.url);
  const row = (name: string, all: readonly Received[]) => {
    const fonts = all.filter(({ type }) => type === 'font');
    return `| ${name} | ${all.length} | ${kilobytes(sumOf(all.filter(isScript)))} | ${fonts.length} | ${kilobytes(sumOf(fonts))} | ${kilobytes(sumOf(all))} |`;
  };
  return [
    '| | requests | JavaScript KB | fonts | fonts KB | all KB |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    row('login page', login),
    row('then the top page', top),
    row('both', [...login, ...top]),
    '',
    `Fetched ahead by the service worker: ${ahead.requests} files, ${kilobytes(ahead.bytes)} KB.`,
  ].join('\n');
}

/** When the login page stood, in a browser that was never here. */
export async function measureFirstPaint(stage: Stage): Promise<string> {
  const rows: string[] = [];
  for (const { name, lay } of LINES) {
    const times: Awaited<ReturnType<typeof firstVisit>>[] = [];
    for (let run = 0; run < RUNS; run++) times.push(await firstVisit(stage, lay));
    const cells = [times.map(({ heading }) => heading), times.map(({ painted }) => painted)];
    rows.push(`| ${[name, ...cells.map((all) => Math.round(median(all)))].join(' | ')} |`);
  }
  return ['| line | login heading ms | painted ms |', '| --- | ---: | ---: |', ...rows].join('\n');
}

async function firstVisit(stage: Stage, lay: (page: Page) => Promise<void>) {
  const { page, context } = await stage.open();
  await lay(page);
  await page.goto(stage.world.hub.url, { waitUntil: 'commit' });
  const times = await headingAt(page, 'ログイン');
  await context.close();
  return times;
}
