import { concat } from '../bytes.js';
import { EvidenceError, type EvidenceProblemCode } from '../problems.js';
import { TAG } from './reader.js';
import { der } from './writer.js';

const MAX_DEPTH = 40;
const CONSTRUCTED = 0x20;

/**
 * The first value of BER bytes as DER, for files that other software wrote: indefinite lengths, long lengths, strings in
 * pieces. Throws with `code` for what is neither; `rest` is what follows.
 */
export function derFromBer(bytes: Uint8Array, code: EvidenceProblemCode): { value: Uint8Array; rest: Uint8Array } {
  const { value, end } = new BerReader(bytes, code).value(0, bytes.length, 0);
  return { value, rest: bytes.subarray(end) };
}

class BerReader {
  constructor(
    private readonly bytes: Uint8Array,
    private readonly code: EvidenceProblemCode,
  ) {}

  #fail(detail: string): never {
    throw new EvidenceError(this.code, detail);
  }

  #byte(at: number, limit: number): number {
    return at < limit ? (this.bytes[at] ?? this.#fail('unexpected end')) : this.#fail('unexpected end');
  }

  value(start: number, limit: number, depth: number): { value: Uint8Array; end: number } {
    if (depth > MAX_DEPTH) this.#fail('too deep');
    const tag = this.#byte(start, limit);
    if ((tag & 0x1f) === 0x1f) this.#fail('long tags are not used');
    const first = this.#byte(start + 1, limit);
    if (first === 0x80) {
      if (!(tag & CONSTRUCTED)) this.#fail('indefinite length of a single value');
      const { values, end } = this.#values(start + 2, limit, depth, true);
      return { value: join(tag, values), end };
    }
    let at = start + 2;
    let length = first;
    if (first > 0x80) {
      if (first > 0x84) this.#fail('length');
      length = 0;
      for (let count = first & 0x7f; count > 0; count--) length = length * 256 + this.#byte(at++, limit);
    }
    const end = at + length;
    if (end > limit) this.#fail('longer than its container');
    if (!(tag & CONSTRUCTED)) return { value: der(tag, this.bytes.subarray(at, end)), end };
    return { value: join(tag, this.#values(at, end, depth, false).values), end };
  }

  #values(start: number, limit: number, depth: number, isOpen: boolean): { values: Uint8Array[]; end: number } {
    const values: Uint8Array[] = [];
    let at = start;
    for (;;) {
      if (!isOpen && at === limit) return { values, end: at };
      if (isOpen && this.#byte(at, limit) === 0 && this.#byte(at + 1, limit) === 0) return { values, end: at + 2 };
      const { value, end } = this.value(at, limit, depth + 1);
      values.push(value);
      at = end;
    }
  }
}

/** A string in pieces becomes one. */
function join(tag: number, values: readonly Uint8Array[]): Uint8Array {
  if (tag !== (TAG.octetString | CONSTRUCTED)) return der(tag, ...values);
  return der(TAG.octetString, ...values.map(contentOf));
}

/** The content of a DER value. */
export function contentOf(value: Uint8Array): Uint8Array {
  const first = value[1] ?? 0;
  return value.subarray(first < 0x80 ? 2 : 2 + (first & 0x7f));
}

/** The content of an IMPLICIT OCTET STRING, whole ([n]) or in pieces ([n] constructed). */
export function implicitOctets({ tag, content }: { tag: number; content: Uint8Array }): Uint8Array {
  if (!(tag & CONSTRUCTED)) return content;
  const pieces: Uint8Array[] = [];
  for (let rest = content; rest.length > 0; ) {
    const { value, rest: next } = derFromBer(rest, 'MSB-P12-MALFORMED');
    pieces.push(contentOf(value));
    rest = next;
  }
  return concat(...pieces);
}
