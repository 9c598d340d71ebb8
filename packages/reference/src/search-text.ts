/** Readings that people type for words of service names. */
const READINGS: readonly (readonly [string, string])[] = [
  ['ほうもんかいご', '訪問介護'],
  ['ほうもんかんご', '訪看'],
  ['ほうかん', '訪看'],
  ['ほうもん', '訪問'],
  ['にゅうよく', '入浴'],
  ['つうしょかいご', '通所介護'],
  ['つうしょ', '通所'],
  ['りはびり', 'リハ'],
  ['しんたい', '身体'],
  ['せいかつ', '生活'],
  ['かいご', '介護'],
  ['しょかい', '初回'],
  ['かさん', '加算'],
  ['げんさん', '減算'],
  ['たんき', '短期'],
  ['しょくじ', '食事'],
  ['そうげい', '送迎'],
  ['しょぐう', '処遇'],
  ['ようぐ', '用具'],
  ['くるまいす', '車いす'],
  ['しんだい', '寝台'],
  ['てすり', '手すり'],
  ['すろーぷ', 'スロープ'],
  ['ほこうき', '歩行器'],
  ['つえ', 'つえ'],
  ['ほけん', '保険'],
  ['どくじ', '独自'],
];

/** Words as they are compared: full-width as half-width, katakana as hiragana, small letters. */
export function foldedText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}

/** The words of a search, each with the ways it may be written in a name. */
export function searchTerms(words: string): string[][] {
  return foldedText(words)
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => {
      let written = word;
      for (const [reading, name] of READINGS) written = written.replaceAll(reading, foldedText(name));
      return written === word ? [word] : [word, written];
    });
}
