/**
 * Builds data/service-codes.csv, unit-prices.csv, limits.csv and insurers.csv from the public tables in a folder:
 * `npx tsx packages/reference/tools/build-service-codes.ts /path/to/data`. Origin and licences: data/NOTICE.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const [source] = process.argv.slice(2);
if (!source) throw new Error('name the folder of the source tables');

type Row = Readonly<Record<string, string>>;

/** Rows of a CSV without quotes, by the names in its first line. */
function rowsOf(path: string): Row[] {
  const [head = '', ...lines] = readFileSync(join(source ?? '', path), 'utf8')
    .trim()
    .split(/\r?\n/);
  const names = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [names[at] ?? '', cell])));
}

function write(name: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const text = [head, ...rows].map((cells) => `${cells.join(',')}\n`).join('');
  writeFileSync(fileURLToPath(new URL(`../data/${name}`, import.meta.url)), text);
  console.log(`${name}: ${rows.length} rows, ${gzipSync(text).length} bytes gz`);
}

/** 1回につき → 回 */
const basisOf = (words = '') => words.slice(1, 2);

/**
 * The rates of 処遇改善加算 in the table of June 2024 end with May 2026: the municipal table shows them replaced from June
 * 2026, and the new national ones are not at hand. Units of all others stand until a newer table is built in.
 */
const lastOf = (permille = '') => (permille === '' ? '' : '2026-05');

const national = rowsOf('service-codes/national_r6_2024-06_home.csv').map((row) => [
  ...[row.service_type ?? '', row.item_code ?? '', row.service_name ?? '', row.units ?? '', row.rate_permille ?? ''],
  ...[basisOf(row.unit_basis), (row.kind ?? '').slice(0, 1), row.valid_from ?? '', lastOf(row.rate_permille), ''],
]);

const municipal = rowsOf('service-codes/a2_a6_choseimura_2026-06.csv').map((row) => {
  const { unit_basis: words = '', units_or_permille: value = '', service_name: name = '' } = row;
  const permille = words.includes('千分率') ? value : words.includes('百分率') ? String(Number(value) * 10) : '';
  const kind = name.includes('加算') ? '加' : /減算|・(人欠|同一)/.test(name) || value.startsWith('-') ? '減' : '基';
  return [
    ...[row.service_type ?? '', row.item_code ?? '', name, permille === '' ? value : '', permille, basisOf(words)],
    ...[kind, row.valid_from ?? '', row.valid_until ?? '', row.insurer_no ?? ''],
  ];
});

write(
  'service-codes.csv',
  ['type', 'item', 'name', 'units', 'permille', 'basis', 'kind', 'from', 'until', 'insurer'],
  [...national, ...municipal].toSorted((a, b) => (a.slice(0, 2).join() < b.slice(0, 2).join() ? -1 : 1)),
);

const prices = rowsOf('rates/unit_price_2024-2026.csv');
write(
  'unit-prices.csv',
  ['area', 'name', 'labour70', 'labour55', 'labour45', 'flat'],
  prices.map((row) => [
    ...[row.area_class ?? '', row.area_name ?? ''],
    ...[row.price_labour70, row.price_labour55, row.price_labour45, row.price_flat].map((price = '') =>
      String(Math.round(Number(price) * 100)),
    ),
  ]),
);

/** Ratio of wages by service type, which the price by area follows. */
write(
  'labour-ratios.csv',
  ['type', 'ratio'],
  rowsOf('service-codes/service_types.csv').map((row) => [row.service_type ?? '', row.labour_ratio_pct ?? '']),
);

write(
  'limits.csv',
  ['level', 'name', 'units', 'from'],
  rowsOf('rates/limit_units.csv').map((row) => [
    ...[row.care_level_code ?? '', row.care_level ?? '', row.limit_units_month ?? '', row.valid_from ?? ''],
  ]),
);

write(
  'insurers.csv',
  ['insurer', 'prefecture', 'name'],
  rowsOf('municipalities/insurers_r5end.csv')
    .map((row) => [row.insurer_no_candidate ?? '', row.pref_name ?? '', row.insurer_name ?? ''])
    .filter(([number]) => /^\d{6}$/.test(number ?? '')),
);
