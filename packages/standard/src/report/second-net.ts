import { namesIn } from '../compare/names.js';
import { CATALOGUE } from '../findings/catalogue.js';
import type { Finding } from '../findings/finding.js';
import { CODE_TABLES, LAYOUTS } from '../layouts/index.js';
import { clientsOf } from '../units/clients.js';
import { SERVICE_TYPES } from '../units/service-types.js';
import { type SendingUnit, UNIT_NAMES } from '../units/types.js';
import { maskText } from './mask.js';

/** What can tell somebody: two kanji, three kana, four digits or more in a row. */
const TELLING = /\p{Script=Han}{2,}|[\p{Script=Hiragana}\p{Script=Katakana}ー]{3,}|[0-9A-Z]*[0-9]{4,}[0-9A-Z]*/gu;

const runsOf = (text: string): readonly string[] => text.match(TELLING) ?? [];

let ours: ReadonlySet<string> | null = null;

/** What our own sentences, form names and code tables say: an office called 訪問介護… must not blacken those. */
function vocabulary(): ReadonlySet<string> {
  ours ??= new Set(
    [
      ...Object.values(CATALOGUE).flatMap(({ title, message, remedy }) => [title, message, remedy]),
      ...Object.values(UNIT_NAMES),
      ...[...SERVICE_TYPES.values()].map(({ name }) => name),
      ...LAYOUTS.flatMap(({ nameJa, items }) => [nameJa, ...items.map((item) => item.nameJa)]),
      ...Object.values(CODE_TABLES).flatMap((table) => Object.values(table)),
    ].flatMap(runsOf),
  );
  return ours;
}

/**
 * The second net below `maskFinding`: blackens numbers and names of the units' offices and clients and the values found
 * wherever they still stand in a text. The first net leaves none; this one is for what somebody forgets one day.
 */
export function secondNet(units: readonly SendingUnit[], findings: readonly Finding[]): (text: string) => string {
  const { clients, offices } = namesIn(units);
  const telling = [
    ...units.flatMap(({ sender, recipient }) => [sender.officeNumber, recipient.officeNumber]),
    ...units.flatMap(clientsOf).flatMap(({ insurerNumber, insuredNumber }) => [insurerNumber ?? '', insuredNumber]),
    ...clients.values(),
    ...offices.values(),
    ...offices.keys(),
    ...findings.flatMap(({ value, alsoAt = [] }) => [value ?? '', ...alsoAt.map((place) => place.value ?? '')]),
  ];
  const months = new Set(units.map(({ month }) => month));
  const known = vocabulary();
  const secrets = new Set(telling.flatMap(runsOf).filter((run) => !known.has(run) && !months.has(run)));
  return (text) => text.replace(TELLING, (run) => (secrets.has(run) ? maskText(run) : run));
}
