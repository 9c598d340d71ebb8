import { expect, it } from 'vitest';
import { checkFiles, type InputFile, reconcile } from '../index.js';

const CLIENTS = 480;
const OFFICES = ['1378700010', '1371000012', '1375400014', '1373100015'];
const CODES = ['111111', '153341', '131111', '171003'];
const TYPES = ['11', '15', '13', '17'];
const two = (number: number) => String(number).padStart(2, '0');

function lines(client: number, at: number, late: boolean): string[] {
  const office = OFFICES[at] ?? '';
  const days = at === 3 ? [1] : Array.from({ length: 12 }, (_, day) => 1 + ((client + day * 2) % 28));
  return days.map((day, visit) => {
    const hour = 9 + at * 2 + (late && visit === 0 && client % 5 === 0 ? 1 : 0);
    const times = at === 3 ? '9999,9999' : `${two(hour)}00,${two(hour)}50`;
    const person = `131016,${String(client).padStart(10, '0')},20261001,202610,1377700001,""`;
    const tais = at === 3 ? '00001-000010' : '';
    return `202407,${person},${200 + at},,202610${two(day)},,${times},1,${CODES[at]},${tais},,"",,${office},"",,0,,\r\n`;
  });
}

const file = (name: string, rows: readonly string[]): InputFile => ({
  name,
  bytes: new TextEncoder().encode(rows.join('')),
});

/** A month of so many clients. Every office gets the rows of all offices of its clients, as 第6表 has it. */
function monthOf(count: number) {
  const clients = Array.from({ length: count }, (_, at) => at + 1);
  const files = OFFICES.flatMap((office, at) => [
    file(
      `UPPLAN_202610_1377700001_43_${office}_${TYPES[at]}_2026092510000${at}.CSV`,
      clients.flatMap((client) => OFFICES.flatMap((_, of) => lines(client, of, false))),
    ),
    file(
      `UPJSK_202610_${office}_${TYPES[at]}_1377700001_43_2026110110000${at}.CSV`,
      clients.flatMap((client) => lines(client, at, true)),
    ),
  ]);
  const { units } = checkFiles(files);
  return () => reconcile({ schedules: units, actuals: units });
}

/** Microseconds of the processor for one run, the quickest of three: no other program's work counts. */
function cost(work: () => unknown): number {
  const times = [1, 2, 3].map(() => {
    const before = process.cpuUsage();
    work();
    return process.cpuUsage(before).user;
  });
  return Math.min(...times);
}

it('reconciling eight times the clients takes far less than the square of it', () => {
  const [few, many] = [monthOf(CLIENTS / 8), monthOf(CLIENTS)];
  const result = many();
  expect(result.totals.differences).toBe(CLIENTS * 0.6);
  expect(result.limits).toHaveLength(CLIENTS);
  cost(few);
  expect(cost(many) / cost(few)).toBeLessThan(24);
});
