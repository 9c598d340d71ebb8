/**
 * (f) 第6表 of 60 clients from files to pages and to a PDF, and with it 第7表 and 利用者補足情報 as a month brings them.
 * Issue 5 allows a second for the pages and five for the PDF.
 */
import { documentOf } from '@musubi/forms';
import { readFont } from '@musubi/forms/node';
import { toPdf } from '@musubi/forms/pdf';
import { checkFiles, type SendingUnit } from '@musubi/standard';
import { bigMonth } from './forms-month.js';
import { median } from './measure.js';

const ROUNDS = 7;

const { units } = checkFiles(bigMonth());
const planned = units.filter(({ kind }) => kind === 'schedule');

function onlyFiles(kinds: RegExp): SendingUnit[] {
  return planned.map((unit) => ({ ...unit, files: unit.files.filter(({ name }) => kinds.test(name)) }));
}

async function measured(run: () => unknown): Promise<{ readonly first: number; readonly median: number }> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    await run();
    times.push(performance.now() - started);
  }
  return { first: times[0] ?? Number.NaN, median: median(times) };
}

const font = readFont();
console.log('| | pages | first, ms | median, ms | MB |\n| --- | ---: | ---: | ---: | ---: |');
for (const [name, printed] of [
  ['第6表', onlyFiles(/UPPLAN|UPHOSOKU/)],
  ['第6表, 第7表', planned],
  ['第6表 with 実績, 第7表', units],
] as const) {
  const layout = await measured(() => documentOf(printed));
  const document = documentOf(printed);
  const pdf = await measured(() => toPdf(document, font));
  const size = (await toPdf(document, font)).length / 1024 / 1024;
  const row = (what: string, times: typeof pdf, megabytes: string) =>
    console.log(
      `| ${name}, ${document.bookmarks.length} clients: ${what} | ${document.pages.length} | ${times.first.toFixed(0)} | ${times.median.toFixed(0)} | ${megabytes} |`,
    );
  row('pages', layout, '');
  row('PDF', pdf, size.toFixed(1));
}
