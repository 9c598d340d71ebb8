import fc from 'fast-check';
import { checkFiles, type InputFile, type SendingUnit } from '../index.js';

/** A line of a made-up schedule: one service of a client at one time, on some days. */
export interface MadeLine {
  readonly client: number;
  readonly code: string;
  /** Whole hour; null without times. */
  readonly hour: number | null;
  readonly units: number;
  readonly count: number;
  readonly days: readonly number[];
}

export const OWN = { officeNumber: '1375400014', serviceType: '13' };
const two = (number: number) => String(number).padStart(2, '0');

/** Lines of one office; the same client, code and hour come once, so that every visit can be told apart. */
export const madeLines = fc.uniqueArray(
  fc.record({
    client: fc.integer({ min: 1, max: 3 }),
    code: fc.constantFrom('131111', '131211', '134000'),
    hour: fc.option(fc.integer({ min: 8, max: 17 }), { freq: 5 }),
    units: fc.integer({ min: 1, max: 900 }),
    count: fc.integer({ min: 1, max: 3 }),
    days: fc.uniqueArray(fc.integer({ min: 1, max: 31 }), { minLength: 1, maxLength: 12 }),
  }),
  { minLength: 1, maxLength: 8, selector: ({ client, code, hour }) => `${client} ${code} ${hour}` },
);

function csv({ client, code, hour, units, count, days }: MadeLine): string {
  const times = hour === null ? ['9999', '9999'] : [`${two(hour)}00`, `${two(hour)}30`];
  const head = ['202407', '131016', `000000000${client}`, '20261001', '202610', '1377700001', '"plan"'];
  const tail = ['', '', '""', '', OWN.officeNumber, '"nurse"', '', 0, '1377700001', ''];
  return days
    .map((day) => `${[...head, units, '', `202610${two(day)}`, '', ...times, count, code, ...tail].join(',')}\r\n`)
    .join('');
}

/** A schedule unit (第6表 only; grouping forgives the missing files) of some lines. */
export function madeSchedule(lines: readonly MadeLine[], serial = '20260925100000'): SendingUnit {
  const text = lines.map(csv).join('');
  const file: InputFile = {
    name: `UPPLAN_202610_1377700001_43_${OWN.officeNumber}_13_${serial}.CSV`,
    bytes: new TextEncoder().encode(text),
  };
  const [unit] = checkFiles([file]).units;
  if (!unit) throw new Error('made lines are one unit');
  return unit;
}
