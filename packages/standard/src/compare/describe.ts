import { clock, dayRanges } from '../show/dates.js';
import { type ServiceNames, serviceName } from '../show/service-names.js';
import type { ClientNumbers } from '../units/client-numbers.js';
import type { Difference } from './compare.js';
import { CHANGE_WORDS, type Change } from './items.js';
import { clientName, type UnitNames } from './names.js';
import type { ServiceRow } from './rows.js';

/** A service of one side in words and numbers. */
export interface DescribedService {
  /** 9:00〜10:00; '' for services without times. */
  readonly times: string;
  readonly serviceCode: string;
  /** Its name, or its type and code. */
  readonly service: string;
  readonly day: number;
  readonly units: number;
  readonly count: number;
  /** This side's words where the sides differ in a mark: 30日超, 日割り 1〜15日, 枝番なし; '' otherwise. */
  readonly marks: string;
}

/** A difference as a person reads it; numbers stand where no name is known. */
export interface DescribedDifference {
  readonly client: string;
  readonly office: string;
  /** "2026-10" */
  readonly month: string;
  readonly day: number;
  /** 提供なし, 予定になし, 変更（時間・単位）. */
  readonly kindWords: string;
  readonly planned: DescribedService | null;
  readonly actual: DescribedService | null;
}

const KINDS = { notProvided: '提供なし', added: '予定になし', changed: '変更' } as const;

/** A difference in words, for every screen the same. */
export function describeDifference(
  difference: Difference,
  names: UnitNames,
  serviceNames: ServiceNames = () => null,
): DescribedDifference {
  const { kind, changes, officeNumber, month, day, planned, actual } = difference;
  return {
    client: describeClient(difference, names),
    office: names.offices.get(officeNumber) ?? officeNumber,
    month: `${month.slice(0, 4)}-${month.slice(4, 6)}`,
    day,
    kindWords: kind === 'changed' ? `変更（${changes.map((one) => CHANGE_WORDS[one]).join('・')}）` : KINDS[kind],
    planned: planned && describeService(planned, difference, serviceNames),
    actual: actual && describeService(actual, difference, serviceNames),
  };
}

/** A client by name, or by number; with the insurer where the number alone may be another's. */
export function describeClient(client: ClientNumbers, names: UnitNames): string {
  const { insurerNumber, insuredNumber } = client;
  const name = clientName(names, client);
  if (name) return name;
  const isShared = [...names.clients.keys()].some((key) => key.endsWith(` ${insuredNumber}`));
  return isShared ? `${insuredNumber}（保険者 ${insurerNumber}）` : insuredNumber;
}

function describeService(
  row: ServiceRow,
  { changes, month, insurerNumber }: Difference,
  names: ServiceNames,
): DescribedService {
  const { startTime, endTime, serviceCode, day, units, count } = row;
  const times = startTime && endTime ? `${clock(minutesOf(startTime))}〜${clock(minutesOf(endTime))}` : '';
  const marks = changes.flatMap((change) => markWords(change, row)).join('、');
  return {
    times,
    serviceCode,
    service: serviceName(names, serviceCode, month, insurerNumber),
    day,
    units,
    count,
    marks,
  };
}

/** Tells a row's side of a change that neither its time, code, units nor count show. */
function markWords(change: Change, { over30Days, proratedDays, satellite, goods }: ServiceRow): string[] {
  switch (change) {
    case 'over30':
      return [over30Days ? '30日超' : '30日以内'];
    case 'proration': {
      const days = [...proratedDays].flatMap((mark, at) => (mark === '1' ? [at + 1] : []));
      return [days.length > 0 ? `日割り ${dayRanges(days)}` : '日割りなし'];
    }
    case 'satellite':
      return [satellite ? `枝番 ${satellite}` : '枝番なし'];
    case 'goods':
      return [goods ? `用具 ${goods}` : '用具コードなし'];
    default:
      return [];
  }
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(2, 4));
}
