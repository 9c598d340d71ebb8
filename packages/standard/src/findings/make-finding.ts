import { CATALOGUE, type CatalogueEntry, type FindingCode } from './catalogue.js';
import type { Finding, FindingPlace, FindingWords, Repair } from './finding.js';
import { cutTo, KEPT_LENGTH, QUOTED_LENGTH, visible } from './visible.js';

/** Longer than any word of ours (lists of codes, file names): only what came out of a damaged file is cut. */
const LONGEST_WORD = 300;

/**
 * Makes a finding from its catalogue entry. `words` fill the {placeholders} of message and remedy;
 * the place (file, line, item) is put before the message, so that it can be read on its own. Here, and nowhere else,
 * what came out of a file is made fit for reading: control characters visible, long values cut.
 */
export function makeFinding(
  code: FindingCode,
  place: FindingPlace,
  words: FindingWords = {},
  repair?: Repair,
): Finding {
  const entry: CatalogueEntry = CATALOGUE[code];
  const value = place.value == null ? null : visible(place.value);
  const all = { ...words, value: cutTo(QUOTED_LENGTH, value ?? '') };
  return {
    code,
    severity: entry.severity,
    file: place.file ?? null,
    record: place.record ?? null,
    line: place.line ?? null,
    item: place.item ?? null,
    itemName: place.itemName ?? null,
    value: value === null ? null : cutTo(KEPT_LENGTH, value),
    message: placeInWords(place) + fill(entry.message, all),
    remedy: fill(entry.remedy, all),
    ...(Object.keys(words).length > 0 ? { words } : {}),
    ...(repair ? { repair } : {}),
  };
}

function placeInWords({ file, line, item, itemName }: FindingPlace): string {
  const parts = [
    visible(file ?? ''),
    line ? `${line}行目` : '',
    item ? `項目${item}${itemName ? `「${itemName}」` : ''}` : '',
  ].filter(Boolean);
  return parts.length > 0 ? `${parts.join(' ')}: ` : '';
}

function fill(template: string, words: FindingWords): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    cutTo(LONGEST_WORD, visible(String(words[name] ?? whole))),
  );
}
