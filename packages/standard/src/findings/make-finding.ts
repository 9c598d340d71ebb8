import { CATALOGUE, type CatalogueEntry, type FindingCode } from './catalogue.js';
import type { Finding, FindingPlace, FindingWords, Repair } from './finding.js';

/**
 * Makes a finding from its catalogue entry. `words` fill the {placeholders} of message and remedy;
 * the place (file, line, item) is put before the message, so that it can be read on its own.
 */
export function makeFinding(
  code: FindingCode,
  place: FindingPlace,
  words: FindingWords = {},
  repair?: Repair,
): Finding {
  const entry: CatalogueEntry = CATALOGUE[code];
  const all = { ...words, value: place.value ?? '' };
  return {
    code,
    severity: entry.severity,
    file: place.file ?? null,
    record: place.record ?? null,
    line: place.line ?? null,
    item: place.item ?? null,
    itemName: place.itemName ?? null,
    value: place.value ?? null,
    message: placeInWords(place) + fill(entry.message, all),
    remedy: fill(entry.remedy, all),
    ...(Object.keys(words).length > 0 ? { words } : {}),
    ...(repair ? { repair } : {}),
  };
}

function placeInWords({ file, line, item, itemName }: FindingPlace): string {
  const parts = [
    file ?? '',
    line ? `${line}行目` : '',
    item ? `項目${item}${itemName ? `「${itemName}」` : ''}` : '',
  ].filter(Boolean);
  return parts.length > 0 ? `${parts.join(' ')}: ` : '';
}

function fill(template: string, words: FindingWords): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(words[name] ?? whole));
}
