import type { Finding, Repair } from '../findings/finding.js';
import { makeFinding } from '../findings/make-finding.js';
import type { FileKind } from '../layouts/types.js';
import type { PlainName } from './plain.js';

/** The marks around the standard's pattern in a name, and what they make of the file. */
export interface NameMarks {
  readonly findings: Finding[];
  /** False where the extension says another format: the name alone is no reason to read the file. */
  readonly isReadable: boolean;
}

const CSV = { wanted: /^(?:CSV|[^A-Z0-9]*?\.CSV(?![0-9A-Z])|.*?\.CSV(?![0-9A-Z]))/, likely: /\.TXT$/, expected: 'CSV' };
const PICTURE = {
  wanted: /^(?:JPE?G|.*?\.JPE?G(?![0-9A-Z]))/,
  likely: /\.(JFIF|JPE)$/, // what Edge and old Windows call a JPEG
  expected: 'jpg',
};

/** Formats of other programs: renaming such a file would only hide what it is. */
const FOREIGN =
  /\.(XLS[XMB]?|DOC[XM]?|PDF|ZIP|LZH|7Z|RAR|GZ|LNK|URL|WEBLOC|HTML?|XML|MHT|PNG|GIF|BMP|HEIC|EXE|MSI|ICLOUD)$/;
/** Endings that browsers and copying programs add to unfinished files. */
const UNFINISHED = /\.(CRDOWNLOAD|PART|PARTIAL|DOWNLOAD|OPDOWNLOAD|FILEPART|TMP)$/;

/**
 * Judges what stands before and after the standard's pattern (`from` to `to` in the plain name). Copy marks of any
 * system are read with a notice that offers the right name `expected`; a name in other letters is told likewise.
 */
export function judgeMarks(name: string, plain: PlainName, kind: FileKind, place: Place, expected: string): NameMarks {
  const form = kind === 'UPKIHON_IMAGE' ? PICTURE : CSV;
  const tail = plain.text.slice(place.to);
  const rename = { action: 'rename', from: name, to: expected } as const;
  const end = tail.trimEnd().replace(/[. ]+$/, '');
  const wanted = form.wanted.exec(tail);
  if (UNFINISHED.test(end)) return { findings: [makeFinding('MSB-NAME-PARTIAL', { file: name })], isReadable: true };
  if ((!wanted && !form.likely.test(end)) || FOREIGN.test(end))
    return { findings: [extensionFinding(name, end, form.expected, rename)], isReadable: false };
  const isPictureInLetters = kind === 'UPKIHON_IMAGE' && /^\.JPE?G$/.test(tail);
  const marks = [plain.original(0, place.from), ...around(plain, place.to, wanted)].map(inWords).filter(Boolean);
  if (marks.length > 0)
    return {
      findings: [makeFinding('MSB-NAME-COPY', { file: name }, { part: marks.join('」と「'), expected }, rename)],
      isReadable: true,
    };
  const isSame = name === expected || (isPictureInLetters && name.startsWith(expected.slice(0, -'.jpg'.length)));
  return {
    findings: isSame ? [] : [makeFinding('MSB-NAME-LETTER-CASE', { file: name }, { expected }, rename)],
    isReadable: true,
  };
}

export interface Place {
  readonly from: number;
  readonly to: number;
}

/** Returns the text before and behind the wanted extension; all of it where there is none. */
function around(plain: PlainName, from: number, wanted: RegExpExecArray | null): string[] {
  if (!wanted) return [plain.original(from)];
  const [found] = wanted;
  const extension = /\.?(CSV|JPE?G)$/.exec(found)?.[0] ?? '';
  const end = from + found.length;
  return [plain.original(from, end - extension.length), plain.original(end)];
}

/** A mark as a sentence can show it: blanks and unseen characters get a word. */
function inWords(mark: string): string {
  if (mark === '') return '';
  const seen = mark.replace(/[\p{Cf}\p{Cc}]/gu, '').trim();
  if (seen !== '') return seen;
  return /\s/.test(mark) ? '空白' : '';
}

function extensionFinding(name: string, end: string, expected: string, rename: Repair): Finding {
  const dot = end.lastIndexOf('.');
  const part = dot < 0 ? 'なし' : end.slice(dot + 1);
  return makeFinding('MSB-NAME-EXTENSION', { file: name }, { part, expected }, FOREIGN.test(end) ? undefined : rename);
}
