/** 帳票 in the browser: 60 clients from the click to the first page, going to the last, and the PDF. */
import type { Upload } from '../../test/web/world.js';
import { drop } from '../../test/web/world.js';
import { bigMonth } from '../forms-month.js';
import { median } from '../measure.js';
import type { Stage } from './stage.js';

const RUNS = 5;
const OPEN = '帳票を見る・印刷する';

export async function measureForms(stage: Stage): Promise<string> {
  const files = bigMonth().map(
    ({ name, bytes }): Upload => ({ name, mimeType: 'text/csv', buffer: Buffer.from(bytes) }),
  );
  const rounds: { first: number; last: number; pdf: number }[] = [];
  let pages = '';
  for (let run = 0; run < RUNS; run++) {
    const { page, context } = await stage.open({ acceptDownloads: true });
    await page.goto(`${stage.world.hub.url}/check`);
    await drop(page, files);
    await page.getByRole('button', { name: OPEN }).waitFor();
    const first = await page.evaluate(async (name) => {
      const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === name);
      const started = performance.now();
      button?.click();
      return (await window.probe.until(() => document.querySelector('.form-svg text') !== null)) - started;
    }, OPEN);
    const dialog = page.getByRole('dialog', { name: /^帳票/ });
    pages = (await dialog.getByText(/^1／\d+ページ$/).textContent()) ?? '';
    const last = await timed(async () => {
      const value = await dialog.getByLabel('しおり').locator('option').last().getAttribute('value');
      await dialog.getByLabel('しおり').selectOption(value ?? '');
      await dialog
        .locator(`.form-svg[aria-label^="${Number(value) + 1}ページ"] text`)
        .first()
        .waitFor();
    });
    const pdf = await timed(() =>
      Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'PDFを保存' }).click()]),
    );
    rounds.push({ first, last, pdf });
    await context.close();
  }
  const row = (what: string, times: readonly number[]) =>
    `| ${what} | ${Math.round(Math.min(...times))} | ${Math.round(median(times))} |`;
  return [
    `| 60 clients, 予定 and 実績 (${pages.replace(/^1／/, '')}) | fastest ms | median ms |`,
    '| --- | ---: | ---: |',
    row(
      'click to the first page drawn, nothing loaded before',
      rounds.map(({ first }) => first),
    ),
    row(
      'to the last page',
      rounds.map(({ last }) => last),
    ),
    row(
      'PDF until the download, font and PDFKit fetched anew',
      rounds.map(({ pdf }) => pdf),
    ),
  ].join('\n');
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
