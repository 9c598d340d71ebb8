import type { Finding } from '../findings/finding.js';
import { makeFinding } from '../findings/make-finding.js';
import { nameOfKind } from '../layouts/index.js';
import type { CsvKind } from '../layouts/types.js';
import type { ReadFile } from '../reading/types.js';
import { type CheckableFile, findingAt, isWhole } from './items.js';
import { type KeyRows, keyRows, LINKS, type Link, UNIQUE_KEYS } from './keys.js';
import { isReadable } from './readable.js';

/** Findings about records that miss their parent or child in the files that travel together, and about keys there twice. */
export function checkLinks(files: readonly CheckableFile[], all: readonly ReadFile[]): Finding[] {
  const byKind = new Map<CsvKind, CheckableFile>();
  for (const file of files) byKind.set(file.layout.kind, file);
  return [
    ...LINKS.flatMap((link) => checkLink(link, byKind)),
    ...files.flatMap(checkUniqueKeys),
    ...checkPictures(byKind.get('UPKIHON') ?? null, all),
  ];
}

function checkLink(link: Link, byKind: ReadonlyMap<CsvKind, CheckableFile>): Finding[] {
  const parent = byKind.get(link.parent);
  const child = byKind.get(link.child);
  if (!parent || !child) return []; // a missing file is a finding of the unit
  const parents = keyRows(parent, link.parentItems);
  const children = keyRows(child, link.childItems);
  // A broken record or number may be the very one that is missed: then its own finding is the cause to mend first.
  const missing = (from: KeyRows, file: CheckableFile, keys: KeyRows) =>
    isReadable(file) && hasWholeKeys(keys) ? [...from].filter(([key]) => isWholeKey(key) && !keys.has(key)) : [];
  const orphans = missing(children, parent, parents);
  const childless = missing(parents, child, children);
  const parentName = nameOfKind(link.parent);
  const childWords = { childName: nameOfKind(link.child), childFile: link.child };
  return [
    ...orphans.map(([, row]) => findingAt(child, row, 3, 'MSB-LINK-NO-PARENT', { parentName, keyName: link.keyName })),
    ...childless.map(([, row]) =>
      findingAt(parent, row, 3, link.childNeeded ? 'MSB-LINK-NO-CHILD' : 'MSB-LINK-NO-CHILD-OPTIONAL', childWords),
    ),
  ];
}

/** Whether every record has a key that can be one: 保険者番号 and 被保険者番号 in their form. */
function hasWholeKeys(keys: KeyRows): boolean {
  return [...keys.keys()].every(isWholeKey);
}

function isWholeKey(key: string): boolean {
  return /^[0-9]{6} (H[0-9]{9}|[0-9]{10})( |$)/.test(key);
}

function checkUniqueKeys(file: CheckableFile): Finding[] {
  const items = UNIQUE_KEYS[file.layout.kind];
  if (!items) return [];
  const first = new Map<string, number>();
  const findings: Finding[] = [];
  for (let row = 0; row < file.table.rowCount; row++) {
    if (!isWhole(file, row)) continue;
    const key = items.map((item) => file.table.text(row, item)).join(' ');
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, row);
    else findings.push(findingAt(file, row, 3, 'MSB-LINK-DUPLICATE-KEY', { first: file.table.line(earlier) }));
  }
  return findings;
}

/** UPKIHON item 62 names the picture of its row; the file comes along under that name (rules.md section 4). */
function checkPictures(record: CheckableFile | null, all: readonly ReadFile[]): Finding[] {
  if (!record) return [];
  const pictures = new Map(
    all.filter(({ kind }) => kind === 'UPKIHON_IMAGE').map((file) => [file.name.toUpperCase(), file.name]),
  );
  const findings: Finding[] = [];
  for (let row = 0; row < record.table.rowCount; row++) {
    const name = isWhole(record, row) ? record.table.text(row, 62).toUpperCase() : '';
    if (name !== '' && !pictures.delete(name)) findings.push(findingAt(record, row, 62, 'MSB-LINK-PICTURE-MISSING'));
  }
  return [...findings, ...[...pictures.values()].map((file) => makeFinding('MSB-LINK-PICTURE-UNNAMED', { file }))];
}
