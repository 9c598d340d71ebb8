import type { Finding } from '../findings/finding.js';
import { makeFinding } from '../findings/make-finding.js';

export interface TidyName {
  readonly stem: string;
  readonly extension: string;
  readonly findings: Finding[];
}

/** Marks that systems add to a second download: " (1)", "（2）", " - コピー", " copy". */
const COPY_MARK = /(\s*[(（]\d{1,3}[)）]|\s*[-‐]?\s*(コピー|copy)(\s*[(（]\d+[)）])?)$/i;

/** Cuts a path to its last part and undoes what does not change a name's meaning: width, letter case, copy marks. */
export function tidyFileName(name: string): TidyName {
  const dot = name.lastIndexOf('.');
  const rawStem = dot > 0 ? name.slice(0, dot) : name;
  const extension = dot > 0 ? name.slice(dot + 1).normalize('NFKC') : '';
  const mark = COPY_MARK.exec(rawStem)?.[0] ?? '';
  const stem = rawStem
    .slice(0, rawStem.length - mark.length)
    .normalize('NFKC')
    .toUpperCase();
  const isPicture = stem.startsWith('UPKIHON_IMAGE_');
  const expected = `${stem}.${isPicture ? 'jpg' : 'CSV'}`;
  const findings: Finding[] = [];
  const rename = { action: 'rename', from: name, to: expected } as const;
  if (mark) {
    findings.push(makeFinding('MSB-NAME-COPY', { file: name }, { part: mark.trim(), expected }, rename));
  } else if (/^[A-Z]/.test(stem) && name !== expected && isHarmless(name, expected, isPicture)) {
    findings.push(makeFinding('MSB-NAME-LETTER-CASE', { file: name }, { expected }, rename));
  }
  return { stem, extension, findings };
}

/** `.JPG` is as good as `.jpg` (open-questions Q12); `.csv` is worth a notice. */
function isHarmless(name: string, expected: string, isPicture: boolean): boolean {
  if (isPicture && /\.jpe?g$/i.test(name) && name.slice(0, name.lastIndexOf('.')) === expected.slice(0, -4))
    return false;
  return name.normalize('NFKC').toUpperCase() === expected.toUpperCase();
}
