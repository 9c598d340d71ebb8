import { parseFileName } from '../filenames/parse.js';
import type { FindingCode } from '../findings/catalogue.js';
import type { Finding, FindingWords } from '../findings/finding.js';
import { makeFinding } from '../findings/make-finding.js';
import { CSV_VERSIONS, OLD_CSV_VERSIONS } from '../layouts/index.js';
import { SERVICE_TYPES } from '../units/service-types.js';
import { isNearMonth, maskFileName, maskText } from './mask.js';

/** Words that the program itself chose: names of forms and rules, counts and places. They say nothing of a person. */
const OURS: ReadonlySet<string> = new Set([
  ...['kindName', 'parentName', 'childName', 'childFile', 'keyName', 'unitName', 'requiredNames', 'partName', 'side'],
  ...['table', 'codes', 'orNone', 'form', 'rule', 'hint', 'reason', 'sender', 'recipient', 'edition', 'nameEdition'],
  ...['found', 'max', 'count', 'rows', 'lastDay', 'frame', 'first', 'offset', 'bytes', 'annex', 'schedule'],
  ...['where', 'signs', 'recipientType', 'rowTypes'],
]);

/** Codes whose `expected` is a rule or a count of the standard, not something out of the files. */
const OUR_EXPECTED: ReadonlySet<FindingCode> = new Set([
  'MSB-NAME-PART',
  'MSB-NAME-PART-COUNT',
  'MSB-NAME-EXTENSION',
  'MSB-READ-ITEM-COUNT',
  'MSB-READ-ITEM-COUNT-ALL',
  'MSB-UNIT-EDITION-MISMATCH',
]);

/** Codes that are about months: those of our time stay readable. */
const ABOUT_MONTHS: ReadonlySet<FindingCode> = new Set([
  'MSB-UNIT-MONTH-MISMATCH',
  'MSB-LINK-MONTH-AGAINST-NAME',
  'MSB-LINK-MIXED-MONTHS',
  'MSB-ITEM-DAY-OUTSIDE-MONTH',
  'MSB-ITEM-DAY-FLAG-BEYOND-MONTH',
  'MSB-BEYOND-CERTIFICATION-ENDED',
]);

const VERSIONS: ReadonlySet<string> = new Set([
  ...CSV_VERSIONS['4.1'],
  ...CSV_VERSIONS['3'],
  ...OLD_CSV_VERSIONS.keys(),
]);
const SERVICE_NAMES: ReadonlySet<string> = new Set([...SERVICE_TYPES.values()].map(({ name }) => name));

/** A finding with the shape of its value instead of the value, its sentences made anew from masked words. */
export function maskFinding(finding: Finding): Finding {
  const { code, file, record, line, item, itemName, value } = finding;
  const words = maskWords(code, finding.words ?? {});
  const isVersion = item === 1 && value !== null && VERSIONS.has(value);
  const masked = makeFinding(
    code,
    {
      file: file && maskFileName(file),
      record,
      line,
      item,
      itemName,
      value: value === null || isVersion ? value : maskText(value),
    },
    words,
  );
  if (!finding.alsoAt) return masked;
  const alsoAt = finding.alsoAt.map((place) => ({
    ...place,
    value: place.value === null ? null : maskText(place.value),
  }));
  return { ...masked, count: finding.count ?? 1, alsoAt };
}

function maskWords(code: FindingCode, words: FindingWords): FindingWords {
  return Object.fromEntries(Object.entries(words).map(([name, word]) => [name, maskWord(code, name, word)]));
}

/** Everything is masked that is not known to be harmless: a word added later leaks nothing before it is listed. */
function maskWord(code: FindingCode, name: string, word: string | number): string | number {
  if (OURS.has(name) || (name === 'expected' && OUR_EXPECTED.has(code))) return word;
  const text = String(word);
  const isPlain =
    (ABOUT_MONTHS.has(code) && isNearMonth(text)) ||
    (name === 'typeName' && SERVICE_NAMES.has(text)) ||
    (code === 'MSB-READ-MIXED-VERSIONS' && VERSIONS.has(text));
  if (isPlain) return text;
  return parseFileName(text).kind === null ? maskText(text) : maskFileName(text);
}
