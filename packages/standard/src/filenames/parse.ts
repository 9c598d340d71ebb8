import type { Finding } from '../findings/finding.js';
import { makeFinding } from '../findings/make-finding.js';
import { FILE_KINDS } from '../layouts/index.js';
import type { FileKind } from '../layouts/types.js';
import { composeFileName, kindHasMonth } from './compose.js';
import { judgeMarks, type Place } from './marks.js';
import { parseParts } from './parts.js';
import { type PlainName, plainName } from './plain.js';
import type { FileNameParts } from './types.js';

/** A parsed name. `kind` may be known although other parts are broken. */
export interface ParsedFileName {
  readonly parts: FileNameParts | null;
  /** What could be read of a broken name; its parts may be malformed or, for service types, missing. */
  readonly guess: FileNameParts | null;
  readonly kind: FileKind | null;
  readonly findings: readonly Finding[];
}

/** No file system has longer names; a ZIP can, and looking through them would take time for nothing. */
const LONGEST = 512;
/** Longest first, so that UPKIHON_SUB1 is not taken for UPKIHON. */
const KINDS_BY_LENGTH = [...FILE_KINDS].sort((a, b) => b.length - a.length);
const KIND = `(?<![A-Z])(${KINDS_BY_LENGTH.join('|')})`;
const WORD = '(?<![A-Z0-9_])([A-Z][A-Z0-9]*(?:_[A-Z][A-Z0-9]*)?)';
/** Month, offices with or without service types, serial and, for pictures, branch. */
const PARTS =
  '((?:_\\d{6})?_[0-9A-Z]{10}(?:_[0-9A-Z]{2})?_[0-9A-Z]{10}(?:_[0-9A-Z]{2})?_\\d{14}(?:(?<=_IMAGE_.*)_\\d{4})?)';
/** A letter or digit right behind would belong to the last part; only words that are known as marks may stand there. */
const END = '(?![0-9A-Z])|(?=COPY|KOPIE|CSV|JPE?G)';
const PATTERN = new RegExp(`${KIND}${PARTS}(?:${END})`, 'g');
const MISSPELT = new RegExp(`${WORD}${PARTS}(?:${END})`);

/**
 * Parses a file name of either edition (rules.md sections 4 and 15): looks for the standard's pattern anywhere in it.
 * Anything around the pattern is a mark of some system or person and is told, with the right name; a name that
 * breaks the rule yields findings that say which part is wrong, and no parts.
 */
export function parseFileName(name: string): ParsedFileName {
  const plain = plainName(name.slice(0, LONGEST));
  const matches = [...plain.text.matchAll(PATTERN)];
  const [match] = matches;
  if (!match) return parseMisspelt(name, plain) ?? parseBroken(name, plain);
  if (matches.some(([text]) => text !== match[0])) {
    const finding = makeFinding('MSB-NAME-TWO-NAMES', { file: name });
    return { parts: null, guess: null, kind: kindOf(match), findings: [finding] };
  }
  return parseMatch(name, plain, match);
}

/**
 * The name under which a file goes out: without the marks of copies, which may say whom a file is about and would travel
 * readable for everybody. A name that can't be read stays.
 */
export function standardName(name: string): string {
  const { parts, findings } = parseFileName(name);
  return parts && findings.length > 0 ? composeFileName(parts) : name;
}

function kindOf(match: readonly (string | undefined)[]): FileKind | null {
  return KINDS_BY_LENGTH.find((kind) => kind === match[1]) ?? null;
}

function parseMatch(name: string, plain: PlainName, match: RegExpExecArray): ParsedFileName {
  const kind = kindOf(match);
  if (!kind) return parseBroken(name, plain);
  const { parts, findings } = parseParts(name, kind, (match[2] ?? '').slice(1).split('_'));
  if (!parts || findings.length > 0) return { parts: null, guess: parts, kind, findings };
  const place: Place = { from: match.index, to: match.index + match[0].length };
  const marks = judgeMarks(name, plain, kind, place, composeFileName(parts));
  return { parts: marks.isReadable ? parts : null, guess: parts, kind, findings: marks.findings };
}

/** A kind one letter away from a known one, before parts that fit it: "UPLAN_202610_…". */
function parseMisspelt(name: string, plain: PlainName): ParsedFileName | null {
  const match = MISSPELT.exec(plain.text);
  const [, word = '', rest = ''] = match ?? [];
  const hasMonth = /^_\d{6}_/.test(rest);
  const near = KINDS_BY_LENGTH.filter((kind) => kindHasMonth(kind) === hasMonth && isOneEditAway(word, kind));
  const [kind] = near;
  if (!kind || near.length > 1) return null;
  const { parts, findings } = parseParts(name, kind, rest.slice(1).split('_'));
  if (!parts || findings.length > 0) return null;
  return almost(name, word, parts);
}

/** A name that is right but for its beginning: an error that offers the right one. */
function almost(name: string, part: string, parts: FileNameParts): ParsedFileName {
  const repair = { action: 'rename', from: name, to: composeFileName(parts) } as const;
  const finding = makeFinding('MSB-NAME-KIND', { file: name }, { part }, repair);
  return { parts: null, guess: parts, kind: parts.kind, findings: [finding] };
}

/** Whether one letter added, left out, changed or swapped with its neighbour makes one word of the other. */
function isOneEditAway(word: string, other: string): boolean {
  if (word === other || Math.abs(word.length - other.length) > 1) return false;
  const [short, long] = word.length < other.length ? [word, other] : [other, word];
  let same = 0;
  while (same < short.length && short[same] === long[same]) same++;
  const [shortRest, longRest] = [short.slice(same), long.slice(same)];
  if (short.length < long.length) return shortRest === longRest.slice(1);
  const isSwapped = shortRest[0] === longRest[1] && shortRest[1] === longRest[0];
  return shortRest.slice(1) === longRest.slice(1) || (isSwapped && shortRest.slice(2) === longRest.slice(2));
}

/** A kind at the beginning, or inside where digits follow: "新しいUPPLAN_2026…". */
const KIND_IN_BROKEN = new RegExp(`^${KIND}(?![0-9A-Z])|${KIND}(?=_\\d)`);
const EXTENSION = /\.(?:CSV|TXT|JPE?G)(?![0-9A-Z]).*$|\.[^.]*$/;
/** One mark that systems put behind a name, in plain letters: " (1)", " - コピー", "のコピー 2". */
const MARK_BEHIND = /(?:\(\d{1,3}\)|_?(?:の?コピー|COPY)(?: ?\d{1,3})?|\s|-)$/;

function withoutMarksBehind(stem: string): string {
  let bare = stem;
  for (let next = bare.replace(MARK_BEHIND, ''); next !== bare; next = bare.replace(MARK_BEHIND, '')) bare = next;
  return bare;
}

/** A name in which the pattern is not to be found: what can be said of its parts. */
function parseBroken(name: string, { text }: PlainName): ParsedFileName {
  const found = KIND_IN_BROKEN.exec(text);
  const kind = KINDS_BY_LENGTH.find((known) => known === (found?.[1] ?? found?.[2])) ?? null;
  const stem = withoutMarksBehind(text.slice(found?.index ?? 0).replace(EXTENSION, ''));
  if (!kind) {
    const finding = makeFinding('MSB-NAME-KIND', { file: name }, { part: stem.split('_')[0] ?? '' });
    return { parts: null, guess: null, kind: null, findings: [finding] };
  }
  const rest = stem === kind ? [] : stem.slice(kind.length + 1).split('_');
  const { parts, findings } = parseParts(name, kind, rest);
  // All parts fit: what is wrong stands between them and the kind, e.g. a blank for "_".
  if (parts && findings.length === 0) return almost(name, stem.split('_')[0] ?? '', parts);
  return { parts: null, guess: parts, kind, findings };
}
