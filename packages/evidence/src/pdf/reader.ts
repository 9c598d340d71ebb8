import { Unzlib } from 'fflate';
import { concat } from '../bytes.js';
import { EvidenceError } from '../problems.js';

/** A value of a PDF with the place where it stands: from `start` up to `end`, both in bytes. */
export type PdfValue = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly value: string }
  | { readonly kind: 'reference'; readonly number: number; readonly generation: number }
  /** A literal string without its brackets and as it stands, or the digits of a hexadecimal one. */
  | { readonly kind: 'literal' | 'hex'; readonly value: string }
  | { readonly kind: 'array'; readonly items: readonly PdfValue[] }
  | { readonly kind: 'dictionary'; readonly entries: ReadonlyMap<string, PdfValue> }
  | { readonly kind: 'keyword' }
);
export type PdfOf<Kind extends PdfValue['kind']> = Extract<PdfValue, { readonly kind: Kind }>;

export function malformed(detail: string): never {
  throw new EvidenceError('MSB-PDF-MALFORMED', detail);
}

const BLANKS = '\0\t\n\f\r ';
const NAME = /\/([^\0\t\n\f\r ()<>[\]{}/%]*)/y;
const REFERENCE = /(\d{1,10})[\t\n\f\r ]{1,9}(\d{1,5})[\t\n\f\r ]{1,9}R(?![A-Za-z])/y;
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)/y;
const HEX = /<([0-9A-Fa-f\t\n\f\r ]*)>/y;
const KEYWORD = /true|false|null/y;
const MAX_DEPTH = 40;

/** Reads values of ISO 32000 syntax from a text of one character per byte. */
class ValueReader {
  constructor(
    readonly text: string,
    public at: number,
  ) {}

  match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match) this.at = pattern.lastIndex;
    return match;
  }

  /** Blanks and comments. By hand: a pattern would keep a place to go back to for each of thirty million blanks. */
  skipSpace(): void {
    for (; this.at < this.text.length; this.at++) {
      const character = this.text[this.at] ?? '';
      if (character === '%') while (this.at < this.text.length && !this.#isLineEnd()) this.at++;
      else if (!BLANKS.includes(character)) return;
    }
  }

  #isLineEnd(): boolean {
    return this.text[this.at] === '\n' || this.text[this.at] === '\r';
  }

  value(depth = 0): PdfValue {
    if (depth > MAX_DEPTH) malformed('too deep');
    this.skipSpace();
    const start = this.at;
    const two = this.text.slice(start, start + 2);
    if (two === '<<') return this.#dictionary(start, depth);
    const [one] = two;
    if (one === '[') return this.#array(start, depth);
    if (one === '(') return this.#literal(start);
    const name = this.match(NAME);
    if (name) return { kind: 'name', value: name[1] ?? '', start, end: this.at };
    const hex = this.match(HEX);
    if (hex) return { kind: 'hex', value: hex[1] ?? '', start, end: this.at };
    const reference = this.match(REFERENCE);
    if (reference)
      return {
        kind: 'reference',
        number: Number(reference[1]),
        generation: Number(reference[2]),
        start,
        end: this.at,
      };
    const number = this.match(NUMBER);
    if (number) return { kind: 'number', value: Number(number[0]), start, end: this.at };
    return this.match(KEYWORD) ? { kind: 'keyword', start, end: this.at } : malformed(`no value at ${start}`);
  }

  #array(start: number, depth: number): PdfValue {
    this.at++;
    const items: PdfValue[] = [];
    for (;;) {
      this.skipSpace();
      if (this.text[this.at] === ']') break;
      items.push(this.value(depth + 1));
    }
    this.at++;
    return { kind: 'array', items, start, end: this.at };
  }

  #dictionary(start: number, depth: number): PdfValue {
    this.at += 2;
    const entries = new Map<string, PdfValue>();
    for (;;) {
      this.skipSpace();
      if (this.text.startsWith('>>', this.at)) break;
      const key = this.match(NAME)?.[1] ?? malformed('no key');
      if (entries.has(key)) malformed('the same key twice'); // readers differ in which of them they take
      entries.set(key, this.value(depth + 1));
    }
    this.at += 2;
    return { kind: 'dictionary', entries, start, end: this.at };
  }

  #literal(start: number): PdfValue {
    let open = 0;
    for (; this.at < this.text.length; this.at++) {
      const character = this.text[this.at];
      if (character === '\\') this.at++;
      else if (character === '(') open++;
      else if (character === ')' && --open === 0) {
        this.at++;
        return { kind: 'literal', value: this.text.slice(start + 1, this.at - 1), start, end: this.at };
      }
    }
    return malformed('a text without end');
  }
}

const MAX_REVISIONS = 50;
/** More than any report of ours unpacks to; a small stream that wants more is an attack. */
const MAX_STREAM = 256 * 1024 * 1024;

/**
 * A PDF as far as signing and verifying need it: the objects of a file with cross-reference tables (PDFKit writes them;
 * cross-reference streams are refused). Throws MSB-PDF-MALFORMED for everything that it does not understand.
 */
export class PdfFile {
  /** One character per byte. */
  readonly text: string;
  readonly trailer: PdfOf<'dictionary'>;
  /** Where the newest cross-reference table begins. */
  readonly tableAt: number;
  readonly #offsets = new Map<number, number>();

  constructor(readonly bytes: Uint8Array) {
    this.text = new TextDecoder('latin1').decode(bytes);
    if (!this.text.startsWith('%PDF-')) malformed('no PDF');
    const end = /^startxref\s+(\d{1,10})\s/.exec(this.text.slice(this.text.lastIndexOf('startxref')));
    this.tableAt = Number(end?.[1] ?? malformed('no startxref'));
    this.trailer = this.#readTables();
  }

  #readTables(): PdfOf<'dictionary'> {
    let newest: PdfOf<'dictionary'> | null = null;
    let at: number | null = this.tableAt;
    for (let revision = 0; at !== null; revision++) {
      if (revision === MAX_REVISIONS) malformed('too many revisions');
      const trailer = this.#readTable(at);
      newest ??= trailer;
      const before = trailer.entries.get('Prev');
      at = before?.kind === 'number' ? before.value : null;
    }
    return newest ?? malformed('no trailer');
  }

  #readTable(at: number): PdfOf<'dictionary'> {
    const reader = new ValueReader(this.text, at);
    if (!reader.match(/xref\s+/y)) malformed('no cross-reference table');
    for (;;) {
      const section = reader.match(/(\d{1,10}) (\d{1,7})\s+/y);
      if (!section) break;
      const first = Number(section[1]);
      for (let entry = 0; entry < Number(section[2]); entry++) {
        const [, offset, kind] = reader.match(/(\d{10}) \d{5} ([nf])\s{1,2}/y) ?? malformed('cross-reference entry');
        const number = first + entry;
        if (!this.#offsets.has(number)) this.#offsets.set(number, kind === 'n' ? Number(offset) : -1);
      }
    }
    if (!reader.match(/trailer/y)) malformed('no trailer');
    return asDictionary(reader.value());
  }

  /** What a reference names, or the value itself. */
  resolve(value: PdfValue | undefined): PdfValue {
    if (!value) return malformed('a value is missing');
    return value.kind === 'reference' ? this.#object(value).value() : value;
  }

  dictionary(value: PdfValue | undefined): PdfOf<'dictionary'> {
    return asDictionary(this.resolve(value));
  }

  #object({ number, generation }: PdfOf<'reference'>): ValueReader {
    const reader = new ValueReader(this.text, this.#offsets.get(number) ?? -1);
    const head = reader.at >= 0 ? reader.match(/\s*(\d{1,10})\s+(\d{1,5})\s+obj/y) : null;
    if (Number(head?.[1]) !== number || Number(head?.[2]) !== generation) malformed(`object ${number}`);
    return reader;
  }

  /** The content of a stream, unpacked. */
  stream(reference: PdfValue | undefined): Uint8Array {
    if (reference?.kind !== 'reference') return malformed('a stream is missing');
    const reader = this.#object(reference);
    const { entries } = asDictionary(reader.value());
    if (!reader.match(/\s*stream\r?\n/y)) malformed('no stream');
    const length = this.resolve(entries.get('Length'));
    if (length.kind !== 'number' || length.value < 0) return malformed('length of a stream');
    const packed = this.bytes.subarray(reader.at, reader.at + length.value);
    const filter = entries.get('Filter');
    if (!filter) return packed;
    return filter.kind === 'name' && filter.value === 'FlateDecode' ? inflate(packed) : malformed('filter of a stream');
  }
}

export function asDictionary(value: PdfValue): PdfOf<'dictionary'> {
  return value.kind === 'dictionary' ? value : malformed('no dictionary');
}

export function asArray(value: PdfValue): readonly PdfValue[] {
  return value.kind === 'array' ? value.items : malformed('no array');
}

function inflate(packed: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  const unzlib = new Unzlib((part) => {
    size += part.length;
    if (size > MAX_STREAM) malformed('stream too large');
    parts.push(part);
  });
  try {
    // In pieces, so that a bomb is noticed before it is unpacked as a whole.
    for (let at = 0; at < packed.length; at += 65_536)
      unzlib.push(packed.subarray(at, at + 65_536), at + 65_536 >= packed.length);
  } catch {
    malformed('stream');
  }
  return concat(...parts);
}
