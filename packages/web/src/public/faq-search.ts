import type { FaqEntry } from '@musubi/contract';

type Searched = Pick<FaqEntry, 'question' | 'answer' | 'words'>;

/** Full and half width, capitals, katakana and hiragana, blanks and long vowels count as the same. */
export function normalWords(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replaceAll(/[ー‐−–-]/g, '');
}

/** Entries that contain every word of the query; those with a word in the question come first. */
export function searchFaq<T extends Searched>(entries: readonly T[], query: string): T[] {
  const words = query
    .normalize('NFKC')
    .split(/\s+/)
    .map(normalWords)
    .filter((word) => word !== '');
  if (words.length === 0) return [...entries];
  const found = entries.flatMap((entry) => {
    const question = normalWords(entry.question);
    const all = `${question} ${normalWords(entry.words)} ${normalWords(entry.answer)}`;
    if (!words.every((word) => all.includes(word))) return [];
    return [{ entry, rank: words.filter((word) => question.includes(word)).length }];
  });
  return found.sort((a, b) => b.rank - a.rank).map(({ entry }) => entry);
}
