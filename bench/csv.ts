/** (a) Decode + parse + all checks of a 16 MB 第6表, against decode + papaparse and decode + uDSV, which only parse. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkFiles, type ReadFile, readFile } from '@musubi/standard';
import papaparse from 'papaparse';
import { inferSchema, initParser } from 'udsv';
import { compareInTurns, ratioTable } from './measure.js';

const FOLDER = fileURLToPath(new URL('../test/fixtures/samples/month-v4/plans/', import.meta.url));
const MEGABYTES = 16;
const SERIAL = '20260925100004';
const PEOPLE = 2000;

/** A month of many clients: the sample unit again and again under new numbers. */
function bigUnit() {
  return readdirSync(FOLDER)
    .filter((name) => name.includes(SERIAL))
    .map((name) => {
      const text = readFileSync(FOLDER + name, 'latin1');
      const copies = Array.from({ length: PEOPLE }, (_, at) =>
        text.replaceAll(/^(\d{6},\d{6},)[\dH]\d{5}(\d{4})/gm, `$1${String(at).padStart(6, '0')}$2`),
      );
      const limit = name.startsWith('UPPLAN') ? MEGABYTES * 1024 * 1024 : Number.POSITIVE_INFINITY;
      let size = 0;
      const kept = copies.filter((copy) => {
        size += copy.length;
        return size <= limit + copy.length;
      });
      return { name, bytes: new Uint8Array(Buffer.from(kept.join(''), 'latin1')) };
    });
}

const files = bigUnit();
const plan = files.find(({ name }) => name.startsWith('UPPLAN'));
if (!plan) throw new Error('no 第6表');
const megabytes = plan.bytes.length / 1024 / 1024;
const decoder = new TextDecoder('shift_jis');
const touchAll = ({ table }: ReadFile) => {
  let length = 0;
  for (let row = 0; table && row < table.rowCount; row++)
    for (let item = 1; item <= 25; item++) length += table.text(row, item).length;
  return length;
};

const lines = await compareInTurns(
  [
    { name: 'decode + papaparse', run: () => papaparse.parse(decoder.decode(plan.bytes)).data.length },
    {
      name: 'decode + uDSV',
      run: () => {
        const text = decoder.decode(plan.bytes);
        const schema = inferSchema(text, { header: () => [] });
        return initParser(schema).stringArrs(text).length;
      },
    },
    { name: 'musubi: read (structure, characters, versions)', run: () => readFile(plan).findings.length },
    { name: 'musubi: read + every cell as text', run: () => touchAll(readFile(plan)) },
    { name: 'musubi: read + all checks', run: () => checkFiles([plan]).findings.length },
  ],
  megabytes,
  5,
);
console.log(`\n第6表 ${megabytes.toFixed(1)} MB, ${readFile(plan).table?.rowCount} records\n`);
console.log(ratioTable(lines, 'decode + papaparse', 'MB/s'));
