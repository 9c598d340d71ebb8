import { clock } from '../show/dates.js';
import { type ServiceNames, serviceName } from '../show/service-names.js';
import type { Difference } from './compare.js';
import type { UnitNames } from './names.js';
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
const CHANGES = { time: '時間', units: '単位', count: '回数', code: 'コード', day: '日' } as const;

/** A difference in words, for every screen the same. */
export function describeDifference(
  difference: Difference,
  names: UnitNames,
  serviceNames: ServiceNames = () => null,
): DescribedDifference {
  const { kind, changes, insuredNumber, officeNumber, month, day, planned, actual } = difference;
  return {
    client: names.clients.get(insuredNumber) ?? insuredNumber,
    office: names.offices.get(officeNumber) ?? officeNumber,
    month: `${month.slice(0, 4)}-${month.slice(4, 6)}`,
    day,
    kindWords: kind === 'changed' ? `変更（${changes.map((one) => CHANGES[one]).join('・')}）` : KINDS[kind],
    planned: planned && describeService(planned, serviceNames),
    actual: actual && describeService(actual, serviceNames),
  };
}

function describeService(row: ServiceRow, names: ServiceNames): DescribedService {
  const { startTime, endTime, serviceCode, day, units, count } = row;
  const times = startTime && endTime ? `${clock(minutesOf(startTime))}〜${clock(minutesOf(endTime))}` : '';
  return { times, serviceCode, service: serviceName(serviceCode, names), day, units, count };
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(2, 4));
}
