import type { Difference } from '../compare/compare.js';
import { type DescribedService, describeDifference } from '../compare/describe.js';
import type { UnitNames } from '../compare/names.js';
import { formatMonth } from '../show/dates.js';
import type { ServiceNames } from '../show/service-names.js';
import { clientKey } from '../units/client-numbers.js';

/** Characters that a message between offices may have. */
export const MESSAGE_LENGTH = 1000;

/**
 * A message that asks back about some differences, for one partner. Lines that do not fit are counted, not cut off in
 * the middle.
 */
export function messageForDifferences(
  differences: readonly Difference[],
  names: UnitNames,
  serviceNames: ServiceNames = () => null,
): string {
  const [first] = differences;
  if (!first) return '';
  const office = names.offices.get(first.officeNumber);
  const head = [
    `${office ? `${office} ご担当者様` : 'ご担当者様'}`,
    'いつもお世話になっております。',
    `${formatMonth(first.month)}分の実績について、予定と異なるところがありました。お手数ですが、次の内容をご確認ください。`,
  ];
  const foot = ['実績の訂正が必要な場合は、実績をもう一度お送りください。', 'よろしくお願いいたします。'];
  const lines = linesOf(differences, names, serviceNames);
  const room = MESSAGE_LENGTH - [...head, '', '', ...foot].join('\n').length - REST_LENGTH;
  return [...head, '', ...fitting(lines, room), '', ...foot].join('\n').slice(0, MESSAGE_LENGTH);
}

/** Room for 「ほか○件」. */
const REST_LENGTH = 12;

/** As many lines as fit; the rest as a number. A client's name alone is no line. */
function fitting(lines: readonly Line[], room: number): string[] {
  const taken: string[] = [];
  let left = room;
  let client = '';
  for (const [at, line] of lines.entries()) {
    const added = line.client === client ? [line.text] : [line.heading, line.text];
    const length = added.reduce((sum, text) => sum + text.length + 1, 0);
    if (length > left) return [...taken, `ほか${lines.length - at}件`];
    left -= length;
    client = line.client;
    taken.push(...added);
  }
  return taken;
}

interface Line {
  /** Insurer and number: two clients may have one name. */
  readonly client: string;
  readonly heading: string;
  readonly text: string;
}

function linesOf(differences: readonly Difference[], names: UnitNames, serviceNames: ServiceNames): Line[] {
  const lines = differences.map((difference) => {
    const { client, day, kindWords, planned, actual } = describeDifference(difference, names, serviceNames);
    const service = (planned ?? actual)?.service ?? '';
    const sides = [planned && `予定 ${sideText(planned)}`, actual && `実績 ${sideText(actual)}`].filter(Boolean);
    return { difference, name: client, text: `・${day}日 ${service} ${kindWords}：${sides.join(' → ')}` };
  });
  const peopleOf = new Map<string, Set<string>>();
  for (const { name, difference } of lines)
    peopleOf.set(name, (peopleOf.get(name) ?? new Set()).add(clientKey(difference)));
  return lines
    .map(({ difference, name, text }) => {
      const number = (peopleOf.get(name)?.size ?? 0) > 1 ? `（被保険者番号 ${difference.insuredNumber}）` : '';
      return { client: clientKey(difference), heading: `■${name} 様${number}`, text };
    })
    .toSorted((a, b) =>
      a.heading === b.heading ? compareText(a.client, b.client) : compareText(a.heading, b.heading),
    );
}

const compareText = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1);

function sideText({ times, serviceCode, units, count, marks }: DescribedService): string {
  return [times, serviceCode, `${units}単位`, `${count}回`, marks].filter(Boolean).join(' ');
}

/** A message that asks a partner for actuals that have not arrived. */
export function reminderMessage(
  month: string,
  office: { readonly officeName?: string | null; readonly serviceTypeName?: string; readonly clients?: number },
): string {
  const { officeName, serviceTypeName, clients } = office;
  const whose = [serviceTypeName ? `${serviceTypeName}の` : '', clients ? `${clients}名分の` : ''].join('');
  return [
    officeName ? `${officeName} ご担当者様` : 'ご担当者様',
    'いつもお世話になっております。',
    `${formatMonth(month)}分の${whose}実績が、まだ届いておりません。お手数ですが、ご確認のうえお送りください。`,
    '行き違いですでにお送りいただいている場合は、ご容赦ください。',
    'よろしくお願いいたします。',
  ].join('\n');
}
