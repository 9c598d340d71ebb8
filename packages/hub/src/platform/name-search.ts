const MOST_WORDS = 6;

/** Where a search looks: SQL for an office number and for a name as `directory_fold` makes it, both indexed. */
export interface Searched {
  readonly number: string;
  readonly folded: string;
  /** So many digits alone are the beginning of a number; fewer are part of a name. */
  readonly shortestNumber: number;
}

/**
 * What somebody typed, as conditions that indexes answer (migrations 0060, 0094): digits are the beginning of an office
 * number; one character begins the name; more are parts of it, whatever their width and kana. `place` keeps a value and
 * returns its parameter.
 */
export function textConditions(
  search: string,
  { number, folded, shortestNumber }: Searched,
  place: (value: unknown) => string,
): string[] {
  const typed = search.normalize('NFKC').trim().toUpperCase();
  const isNumber = /^\d{1,9}$|^\d[0-9A-Z]{9}$/.test(typed) && typed.length >= shortestNumber;
  if (isNumber) return [`${number} collate "C" like ${place(`${typed}%`)}`];
  return search
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS)
    .map((word) => {
      const wanted = `directory_fold(${place(word)})`;
      if ([...word.normalize('NFKC')].length === 1) return `${folded} collate "C" ^@ ${wanted}`;
      return `directory_pairs(${folded}) @> directory_pairs(${wanted}) and position(${wanted} in ${folded}) > 0`;
    });
}
