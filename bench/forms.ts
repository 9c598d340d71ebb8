/**
 * (f) 第6表 of 60 clients from files to pages and to a PDF, and with it 第7表 and 利用者補足情報 as a month brings them.
 * Issue 5 allows a second for the pages and five for the PDF.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { documentOf } from '@musubi/forms';
import { readFont } from '@musubi/forms/node';
import { toPdf } from '@musubi/forms/pdf';
import { checkFiles, type SendingUnit } from '@musubi/standard';
import { median } from './measure.js';

const FOLDER = fileURLToPath(new URL('../test/fixtures/samples/month-v4/plans/', import.meta.url));
const SERIAL = '20260925100004';
const CLIENTS = 60;
const ROUNDS = 7;

/** The sample's clients again and again under new numbers, until there are sixty. */
function bigUnit(kinds: RegExp): SendingUnit {
  const names = readdirSync(FOLDER).filter((name) => name.includes(SERIAL));
  const clients = new Set<string>();
  const copies = Array.from({ length: CLIENTS }, (_, at) => String(at).padStart(4, '0'));
  const files = names.map((name) => {
    const lines = readFileSync(FOLDER + name, 'latin1')
      .split('\r\n')
      .filter(Boolean);
    const kept = copies.flatMap((copy) =>
      lines.flatMap((line) => {
        const renamed = line.replace(/^(\d{6},\d{6},)([\dH]\d{5})\d{4}/, `$1$2${copy}`);
        const [, , client = ''] = renamed.split(',');
        if (!clients.has(client) && clients.size < CLIENTS) clients.add(client);
        return clients.has(client) ? [renamed] : [];
      }),
    );
    return { name, bytes: new Uint8Array(Buffer.from(`${kept.join('\r\n')}\r\n`, 'latin1')) };
  });
  const [unit] = checkFiles(files).units;
  if (!unit) throw new Error('no unit');
  return { ...unit, files: unit.files.filter(({ name }) => kinds.test(name)) };
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
for (const [name, kinds] of [
  ['第6表', /UPPLAN|UPHOSOKU/],
  ['第6表, 第7表', /./],
] as const) {
  const unit = bigUnit(kinds);
  const layout = await measured(() => documentOf([unit]));
  const document = documentOf([unit]);
  const pdf = await measured(() => toPdf(document, font));
  const size = (await toPdf(document, font)).length / 1024 / 1024;
  const row = (what: string, times: typeof pdf, megabytes: string) =>
    console.log(
      `| ${name}, ${document.bookmarks.length} clients: ${what} | ${document.pages.length} | ${times.first.toFixed(0)} | ${times.median.toFixed(0)} | ${megabytes} |`,
    );
  row('pages', layout, '');
  row('PDF', pdf, size.toFixed(1));
}
