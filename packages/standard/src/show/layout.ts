/** Columns a text takes in a terminal: full-width characters take two. */
export function columns(text: string): number {
  let width = 0;
  for (const character of text)
    width +=
      /[\u1100-\u115f\u2460-\u24ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
        character,
      )
        ? 2
        : 1;
  return width;
}

export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}

export function padLeft(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - columns(text))) + text;
}

/** Cuts a text to a number of columns, with … where something fell away. */
export function fit(text: string, width: number): string {
  if (columns(text) <= width) return pad(text, width);
  let cut = '';
  for (const character of text) {
    if (columns(cut + character) > width - 1) break;
    cut += character;
  }
  return pad(`${cut}…`, width);
}

/** What stays on one line: a run of half-width characters (codes, numbers), and no closing mark begins a line. */
const UNBROKEN = /(?:[!-~]+|[^!-~])[）」』、。，．～]*/gu;

/** Breaks a text into lines of at most so many columns; its own line breaks stay. */
export function wrap(text: string, width: number): string[] {
  return text.split(/\r\n|\r|\n/).flatMap((line) => wrapLine(line, width));
}

function wrapLine(line: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const part of (line.match(UNBROKEN) ?? []).flatMap((one) => (columns(one) > width ? [...one] : [one]))) {
    if (current !== '' && columns(current) + columns(part) > width) {
      lines.push(current.trimEnd());
      current = '';
    }
    current += current === '' && lines.length > 0 ? part.trimStart() : part;
  }
  return [...lines, current];
}
