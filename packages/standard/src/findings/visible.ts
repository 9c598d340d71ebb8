/** The length to which a sentence quotes a value; whoever wants more opens the file at the named place. */
export const QUOTED_LENGTH = 40;
/** The length of a value that a finding keeps. */
export const KEPT_LENGTH = 120;

/** Control characters, marks without width and marks that turn the direction of writing: what a screen does not show. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this looks for
  /\r\n|[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A text with everything visible: ␀ for NUL, ⇥ for a tab, ↵ for a line end, [U+202E] for what has no picture. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (found) => {
    if (found === '\t') return '⇥';
    if (found === '\r\n' || found === '\n' || found === '\r') return '↵';
    const code = found.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    if (code === 0x7f) return '␡';
    return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
  });
}

/** A text cut to so many characters, with … for the rest. */
export function cutTo(length: number, text: string): string {
  if (text.length <= length) return text;
  const characters = [...text.slice(0, length * 2 + 2)];
  return characters.length <= length ? text : `${characters.slice(0, length).join('')}…`;
}
