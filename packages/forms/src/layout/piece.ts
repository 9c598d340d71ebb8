import type { Source } from '../page.js';

/**
 * A run of text in a cell: what the form says itself, or a value with the items it prints. `ring` is drawn around the
 * chosen one of several words, as one does by hand; `bar` blacks the value out, so its text is nowhere in the page.
 */
export interface Piece {
  readonly text: string;
  readonly sources: readonly Source[];
  readonly look: 'plain' | 'bold' | 'ring' | 'bar';
}

export type Content = readonly Piece[];

export function label(text: string): Piece {
  return { text, sources: [], look: 'plain' };
}

export function heading(text: string): Piece {
  return { text, sources: [], look: 'bold' };
}

/** Pieces one after the other with a word between them; those that say nothing fall away. */
export function joined(pieces: Content, between: string): Content {
  return pieces.filter(isSaid).flatMap((piece, at) => (at === 0 ? [piece] : [label(between), piece]));
}

/** Pieces with words around them; nothing at all when they say nothing. */
export function around(before: string, pieces: Content, after = ''): Content {
  return pieces.some(isSaid) ? [label(before), ...pieces, label(after)].filter(isSaid) : [];
}

export function isSaid({ text, look }: Piece): boolean {
  return text !== '' || look === 'bar';
}
