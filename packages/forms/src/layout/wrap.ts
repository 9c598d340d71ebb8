import { measure } from './measure.js';
import type { Content, Piece } from './piece.js';

/** A part of a piece on one line. */
export interface Fragment {
  readonly piece: Piece;
  text: string;
  /** From the line's beginning. */
  x: number;
  width: number;
}

export interface Line {
  fragments: Fragment[];
  width: number;
}

/** Room at both sides of a ringed word for its ring. */
const RING_EMS = 0.35;
/** A hidden value is as wide whatever it says: its length would tell something. */
const BAR_EMS = 6;
const TOLERANCE = 0.01;

/**
 * What stays on one line: a run of half-width characters (codes, numbers); no closing mark begins a line and no opening
 * one ends it (禁則).
 */
const UNBROKEN =
  /[（「『【〔《([{]*(?:[!-~｡-ﾟ]+|[^!-~])[）」』】〕》、。，．：；・？！ーぁぃぅぇぉっゃゅょァィゥェォッャュョ]*/gu;

/** Breaks pieces into lines of at most `width`; line breaks within values stay. No content is one empty line. */
export function wrap(content: Content, width: number, size: number): readonly Line[] {
  const [only] = content;
  const isPlain = only?.look === 'plain' || only?.look === 'bold';
  if (content.length === 1 && only && isPlain && !only.text.includes('\n')) {
    const whole = measure(only.text, size);
    if (whole <= width + TOLERANCE)
      return [{ fragments: [{ piece: only, text: only.text, x: 0, width: whole }], width: whole }];
  }
  const lines: Line[] = [{ fragments: [], width: 0 }];
  for (const piece of content) {
    if (piece.look === 'bar') addToken(lines, piece, '', Math.min(BAR_EMS * size, width), width);
    else if (piece.look === 'ring') addRinged(lines, piece, width, size);
    else addText(lines, piece, width, size);
  }
  return lines;
}

function addText(lines: Line[], piece: Piece, width: number, size: number): void {
  for (const [at, paragraph] of piece.text.split('\n').entries()) {
    if (at > 0) lines.push({ fragments: [], width: 0 });
    for (const token of paragraph.match(UNBROKEN) ?? []) {
      const long = measure(token, size);
      if (long <= width + TOLERANCE) addToken(lines, piece, token, long, width);
      else for (const one of token) addToken(lines, piece, one, measure(one, size), width);
    }
  }
}

/** A ringed word stays whole, with room for its ring; too long a one goes without. */
function addRinged(lines: Line[], piece: Piece, width: number, size: number): void {
  const room = RING_EMS * size;
  const long = measure(piece.text, size) + 2 * room;
  if (long > width) {
    addText(lines, { ...piece, look: 'bold' }, width, size);
    return;
  }
  addToken(lines, piece, piece.text, long, width);
  const fragment = lines.at(-1)?.fragments.at(-1);
  if (fragment) {
    fragment.x += room;
    fragment.width -= 2 * room;
  }
}

function addToken(lines: Line[], piece: Piece, token: string, long: number, width: number): void {
  let line = lines.at(-1);
  if (!line || (line.width > 0 && line.width + long > width + TOLERANCE)) {
    if (token.trim() === '' && piece.look !== 'bar') return; // a space where the line ends anyway
    line = { fragments: [], width: 0 };
    lines.push(line);
  }
  const last = line.fragments.at(-1);
  if (last?.piece === piece && piece.look !== 'bar') {
    last.text += token;
    last.width += long;
  } else line.fragments.push({ piece, text: token, x: line.width, width: long });
  line.width += long;
}
