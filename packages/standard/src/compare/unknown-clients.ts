import { type ClientNumbers, clientKey } from '../units/client-numbers.js';
import { groupBy } from './current.js';
import { describeClient } from './describe.js';
import type { UnitNames } from './names.js';
import type { ServiceRow } from './rows.js';

/** A person in the actuals of an office whom no schedule knows. */
export interface UnknownClient extends ClientNumbers {
  readonly officeNumber: string;
  readonly month: string;
  /** Records of actuals about the person. */
  readonly records: number;
  /** The planned client who has the same numbers but for leading zeros: a spreadsheet drops them. Null when none or several. */
  readonly likely: ClientNumbers | null;
}

/** The people whom actuals are about but no schedule, and who they probably are. Rows are as the schedule names insurers. */
export function unknownClients(planned: readonly ServiceRow[], actual: readonly ServiceRow[]): UnknownClient[] {
  const known = new Map(planned.map((row) => [clientKey(row), row]));
  const alike = groupBy(known.values(), withoutZeros);
  const strangers = actual.filter((row) => !known.has(clientKey(row)));
  const groups = groupBy(strangers, (row) => `${row.month} ${row.officeNumber} ${clientKey(row)}`);
  return [...groups.values()].flatMap((rows) => {
    const [first] = rows;
    if (!first) return [];
    const { insurerNumber, insuredNumber, officeNumber, month } = first;
    const [only, second] = alike.get(withoutZeros(first)) ?? [];
    const likely = only && !second ? { insurerNumber: only.insurerNumber, insuredNumber: only.insuredNumber } : null;
    return [{ insurerNumber, insuredNumber, officeNumber, month, records: rows.length, likely }];
  });
}

/** Numbers as a spreadsheet leaves them. */
function withoutZeros({ insurerNumber, insuredNumber }: ClientNumbers): string {
  const plain = (number: string) => number.normalize('NFKC').trim().replace(/^0+/, '');
  return `${plain(insurerNumber)} ${plain(insuredNumber)}`;
}

/** Whether a difference is about a person whose number the other side has otherwise: no visit was missed or added. */
export function isAboutNumber(
  {
    insurerNumber,
    insuredNumber,
    officeNumber,
    month,
  }: Pick<ServiceRow, 'insurerNumber' | 'insuredNumber' | 'officeNumber' | 'month'>,
  unknown: readonly UnknownClient[],
): boolean {
  const key = clientKey({ insurerNumber, insuredNumber });
  return unknown.some(
    (one) =>
      one.likely !== null &&
      one.officeNumber === officeNumber &&
      one.month === month &&
      (clientKey(one) === key || clientKey(one.likely) === key),
  );
}

/** Says of a person whose number the schedule has otherwise, and what to do; null where nobody like that is planned. */
export function unknownClientText(one: UnknownClient, names: UnitNames): string | null {
  const { likely } = one;
  if (!likely) return null;
  const numberOf = ({ insurerNumber, insuredNumber }: ClientNumbers) =>
    one.insurerNumber === likely.insurerNumber ? insuredNumber : `${insurerNumber} ${insuredNumber}`;
  const office = names.offices.get(one.officeNumber) ?? one.officeNumber;
  return [
    `被保険者番号「${numberOf(one)}」（${office}の実績、${one.records}行）の利用者は、予定にいません。`,
    `予定には「${numberOf(likely)}」（${describeClient(likely, names)}）がいます。`,
    '表計算ソフトで保存し、番号の先頭の0が消えたファイルではありませんか。介護ソフトから出した元のファイルを使ってください。',
  ].join('');
}
