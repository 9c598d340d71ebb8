import type { FontFile } from './font-file.js';

/** Drawn for characters that the font does not have (外字, rare 人名 kanji): visible, never silently left out. */
const MISSING = '〓';

export function visible(text: string, font: FontFile): string {
  let result = '';
  for (const character of text) result += font.has(character.codePointAt(0) ?? 0) ? character : MISSING;
  return result;
}

export function missingIn(texts: readonly string[], font: FontFile): Map<string, number> {
  const missing = new Map<string, number>();
  for (const text of texts)
    for (const character of text)
      if (!font.has(character.codePointAt(0) ?? 0)) missing.set(character, (missing.get(character) ?? 0) + 1);
  return missing;
}
