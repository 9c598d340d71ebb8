/**
 * A name with what does not change its meaning undone, character by character, so that every place in it can be found
 * again in the name as the user sees it.
 */
export interface PlainName {
  /** Half-width (NFKC) and upper case; characters that nobody sees are gone. */
  readonly text: string;
  /** The part of the original name between two places of `text`. */
  original(from: number, to?: number): string;
}

/** Formatting and control characters, e.g. the marks that Windows puts before a copied path. */
const UNSEEN = /[\p{Cf}\p{Cc}]/u;

export function plainName(name: string): PlainName {
  let text = '';
  let at = 0;
  const places: number[] = [];
  for (const character of name) {
    const plain = UNSEEN.test(character) ? '' : character.normalize('NFKC').toUpperCase();
    for (let count = 0; count < plain.length; count++) places.push(at);
    text += plain;
    at += character.length;
  }
  return { text, original: (from, to) => name.slice(places[from] ?? at, to === undefined ? at : (places[to] ?? at)) };
}
