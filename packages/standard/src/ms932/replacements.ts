import { isInMs932 } from './encode.js';

/** Characters that look alike and that MS932 has under another code point. */
const LOOKALIKES: ReadonlyMap<string, string> = new Map([
  ['〜', '～'],
  ['−', '－'],
  ['‖', '∥'],
  ['—', '―'],
  ['–', '－'],
  ['¬', '￢'],
  ['¢', '￠'],
  ['£', '￡'],
  ['¥', '￥'],
  ['‾', '￣'],
  ['\u00a0', ' '],
  ['\u2003', '　'],
  ['‑', '-'],
  ['•', '・'],
  ['✓', '○'],
  ['✔', '○'],
  ['⭕', '○'],
  ['㊙', '(秘)'],
]);

/** Radicals that fonts and copied PDFs use in place of whole characters; Unicode gives these no compatibility form. */
const RADICALS = '⻑長⺠民⻄西⻘青⻝食⻩黄⻤鬼⻨麦⻭歯⻲亀⻁虎⻆角⻣骨⻫斉⻯竜⻱亀⺟母⺩王⻌辶⻖阝⻏阝';

function pairsOf(text: string): [string, string][] {
  const characters = [...text];
  return characters.flatMap((from, at) => (at % 2 === 0 ? [[from, characters[at + 1] ?? '']] : []));
}

/** Code points that carry no shape of their own: zero-width marks, direction marks, BOM, variation selectors. */
const INVISIBLE: readonly (readonly [number, number])[] = [
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x2060],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xe0100, 0xe01ef],
];

function isInvisible(character: string): boolean {
  const point = character.codePointAt(0) ?? 0;
  return INVISIBLE.some(([first, last]) => point >= first && point <= last);
}

/** Proposes what may stand for a character outside MS932; null when only a person can tell (🏠). */
export type ProposeReplacement = (character: string) => string | null;

/** Loads the tables of compatibility forms and returns the function that proposes from them. */
export async function loadReplacements(): Promise<ProposeReplacement> {
  const [nyukan, database, mj] = await Promise.all([
    import('./fallbacks-nyukan.data.js'),
    import('./fallbacks-kanji-database.data.js'),
    import('./fallbacks-mj.data.js'),
  ]);
  // The ministry of justice's notice is the best known; the MJ map covers most; the database fills the JIS2004 pairs.
  const table = new Map<string, string>();
  for (const { PAIRS } of [database, mj, nyukan]) {
    for (const [from, to] of pairsOf(PAIRS)) if (isInMs932(to)) table.set(from, to);
  }
  for (const [from, to] of pairsOf(RADICALS)) if (isInMs932(to)) table.set(from, to);
  return (character) => LOOKALIKES.get(character) ?? table.get(character) ?? compatibilityForm(character);
}

function compatibilityForm(character: string): string | null {
  if (isInvisible(character)) return '';
  const form = character.normalize('NFKC');
  return form !== character && [...form].every(isInMs932) ? form : null;
}
