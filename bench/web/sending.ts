/** From the drop on 一括送信 to "ready to send", and from the button to "sent". */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { enrolOffice } from '@musubi/testkit';
import type { Page } from 'playwright-core';
import { goTo, login, type Participant, type Upload } from '../../test/web/world.js';
import { median } from '../measure.js';
import { LINES } from './lines.js';
import type { Stage } from './stage.js';
import { bytesOf, type Recipient, schedulesFor } from './units.js';

const ROUNDS = 3;
const COUNTS = [12, 200] as const;
const HEAP_BYTES = 5 * 1024 * 1024;

interface Sent {
  readonly ready: number;
  readonly readyGap: number;
  readonly sent: number;
  readonly sentGap: number;
}

export async function measureSending(stage: Stage, care: Participant): Promise<string> {
  const registered = new Set<string>();
  const rows: string[] = [];
  let serials = 0;
  for (const { name, lay } of LINES) {
    for (const count of COUNTS) {
      const runs: Sent[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const { recipients, files } = schedulesFor(count, serials++);
        await register(stage, recipients, registered);
        runs.push(await prepareAndSend(stage, care, files, count, lay));
      }
      rows.push(`| ${[name, count, ...cellsOf(runs)].join(' | ')} |`);
    }
  }
  const head =
    '| line | recipients | drop to ready s | longest gap ms | sending s | longest gap ms |\n| --- | ---: | ---: | ---: | ---: | ---: |';
  return [head, ...rows].join('\n');
}

/** Medians; the fastest in brackets says what is left when nobody else uses the machine. */
function cellsOf(runs: readonly Sent[]): string[] {
  const seconds = (key: 'ready' | 'sent', digits: number) => {
    const times = runs.map((run) => run[key] / 1000);
    return `${median(times).toFixed(digits)} (${Math.min(...times).toFixed(digits)})`;
  };
  const gap = (key: 'readyGap' | 'sentGap') => median(runs.map((run) => run[key])).toFixed(0);
  return [seconds('ready', 2), gap('readyGap'), seconds('sent', 1), gap('sentGap')];
}

async function register(stage: Stage, recipients: readonly Recipient[], known: Set<string>): Promise<void> {
  for (const { officeNumber, serviceType } of recipients) {
    if (known.has(officeNumber)) continue;
    known.add(officeNumber);
    await enrolOffice(stage.world.hub, { officeNumber, serviceTypes: [serviceType] });
  }
}

async function prepareAndSend(
  stage: Stage,
  care: Participant,
  files: readonly Upload[],
  count: number,
  lay: (page: Page) => Promise<void>,
): Promise<Sent> {
  const { page, context } = await stage.open();
  await login(page, stage.world, care);
  await goTo(page, '一括送信');
  await page.getByRole('button', { name: 'ファイルを選ぶ' }).waitFor();
  await layReady(page, files);
  await lay(page);
  const prepared = await dropAndWait(page, count);
  const gone = await sendAndWait(page, count);
  await context.close();
  return { ready: prepared.time, readyGap: prepared.gap, sent: gone.time, sentGap: gone.gap };
}

/** Carries the files into the page beforehand, so that only the drop itself is measured. */
async function layReady(page: Page, files: readonly Upload[]): Promise<void> {
  const plain = files.map(({ name, buffer }) => ({ name, base64: buffer.toString('base64') }));
  await page.evaluate((all) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of all) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type: 'text/csv' }));
    }
    window.probe.transfer = transfer;
  }, plain);
}

function dropAndWait(page: Page, count: number): Promise<{ time: number; gap: number }> {
  return page.evaluate(async (wanted) => {
    const { probe } = window;
    const isReady = () => {
      const button = document.querySelector('.send-bar .button-main');
      if (button?.textContent !== `${wanted}件を送信`) return false;
      const states = [...document.querySelectorAll('.send-table td[data-label="状態"] .badge')];
      return states.filter(({ textContent }) => textContent === '送れます').length === wanted;
    };
    probe.watchGaps();
    const begun = performance.now();
    for (const type of ['dragover', 'drop'])
      window.dispatchEvent(new DragEvent(type, { dataTransfer: probe.transfer, bubbles: true, cancelable: true }));
    const done = await probe.until(isReady, 25);
    return { time: done - begun, gap: probe.longestGap() };
  }, count);
}

async function sendAndWait(page: Page, count: number): Promise<{ time: number; gap: number }> {
  await page.getByRole('button', { name: `${count}件を送信` }).click();
  await page.getByRole('dialog').waitFor();
  return page.evaluate(async (wanted) => {
    const { probe } = window;
    const bar = document.querySelector('.send-bar');
    const isSent = () => (bar?.querySelector('.banner-title')?.textContent ?? '').includes(`${wanted}件を送りました`);
    const button = [...document.querySelectorAll<HTMLButtonElement>('dialog button')].find(
      ({ textContent }) => textContent === `${wanted}件を送信`,
    );
    probe.watchGaps();
    const begun = performance.now();
    button?.click();
    const done = await probe.until(isSent, 50);
    return { time: done - begun, gap: probe.longestGap() };
  }, count);
}

/** One check of a heap of 5 MB in the client's own worker, asked as the screens ask it. */
export async function measureCheck(stage: Stage): Promise<string> {
  let count = 12;
  while (bytesOf(schedulesFor(count, 0).files) < HEAP_BYTES) count += 12;
  const { files } = schedulesFor(count, 0);
  const { page, context } = await stage.open();
  await page.goto(stage.world.hub.url);
  await layReady(page, files);
  const worker = workerPath(stage);
  const times: { time: number; gap: number }[] = [];
  for (let round = 0; round < 6; round++) times.push(await checkOnce(page, worker));
  await context.close();
  const [first, ...others] = times;
  const [warm, gap] = [median(others.map(({ time }) => time)), Math.max(...times.map((one) => one.gap))];
  return [
    `| files | MB | first check s | later checks s | longest gap ms |`,
    '| ---: | ---: | ---: | ---: | ---: |',
    `| ${files.length} | ${(bytesOf(files) / 1024 / 1024).toFixed(1)} | ${((first?.time ?? Number.NaN) / 1000).toFixed(2)} | ${(warm / 1000).toFixed(2)} | ${Math.round(gap)} |`,
  ].join('\n');
}

function workerPath({ webFolder }: Stage): string {
  const worker = readdirSync(join(webFolder, 'assets')).find((name) => /^checker\.worker-.*\.js$/.test(name));
  if (!worker) throw new Error('the built client has no worker for checks');
  return `/assets/${worker}`;
}

/** Speaks comlink's form of a call. The worker stays from one call to the next, as on a screen. */
function checkOnce(page: Page, path: string): Promise<{ time: number; gap: number }> {
  return page.evaluate(async (workerUrl) => {
    const { probe } = window;
    const dropped = [...(probe.transfer?.files ?? [])];
    const files = await Promise.all(
      dropped.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
    );
    probe.worker ??= new Worker(workerUrl, { type: 'module' });
    const { worker } = probe;
    probe.watchGaps();
    const begun = performance.now();
    await new Promise<void>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<{ type: string }>) =>
        data.type === 'RAW' ? resolve() : reject(new Error('the check threw'));
      worker.onerror = () => reject(new Error('the worker failed'));
      const raw = (value: unknown) => ({ type: 'RAW', value });
      worker.postMessage({ id: '1', type: 'APPLY', path: ['check'], argumentList: [raw(files), raw('20261121')] });
    });
    return { time: performance.now() - begun, gap: probe.longestGap() };
  }, path);
}
