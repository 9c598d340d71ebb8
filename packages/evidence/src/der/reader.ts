import { toBytes } from '../bytes.js';
import { EvidenceError, type EvidenceProblemCode } from '../problems.js';

/** One DER value: tag byte, the whole encoding and its content, as views of the input. */
export interface DerNode {
  readonly tag: number;
  readonly raw: Uint8Array;
  readonly content: Uint8Array;
}

/** Tag bytes of ASN.1 types as X.509 and CMS use them. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  universalString: 0x1c,
  bmpString: 0x1e,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/**
 * Reads DER and refuses everything else with the code of what is being read: definite lengths in their shortest form
 * (X.690 10.1), so that nothing has two encodings and with them two fingerprints.
 */
export class DerReader {
  #at = 0;

  readonly #bytes: Uint8Array;

  constructor(
    bytes: Uint8Array,
    private readonly code: EvidenceProblemCode,
  ) {
    this.#bytes = toBytes(bytes); // a Buffer's slice() would share memory with what was given
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  fail(detail: string): never {
    throw new EvidenceError(this.code, detail);
  }

  peekTag(): number | null {
    return this.#bytes[this.#at] ?? null;
  }

  next(expected?: number): DerNode {
    const start = this.#at;
    const tag = this.#bytes[start];
    if (tag === undefined) this.fail('unexpected end');
    if (expected !== undefined && tag !== expected) this.fail(`tag ${tag} instead of ${expected}`);
    if ((tag & 0x1f) === 0x1f) this.fail('long tags are not used');
    let at = start + 1;
    const first = this.#bytes[at++] ?? this.fail('no length');
    let length = first;
    if (first === 0x80 || first > 0x84) this.fail('length is not definite');
    if (first > 0x80) {
      length = 0;
      for (let count = first & 0x7f; count > 0; count--)
        length = length * 256 + (this.#bytes[at++] ?? this.fail('no length'));
      if (length < 0x80 || length < 256 ** ((first & 0x7f) - 1)) this.fail('length is not in its shortest form');
    }
    const end = at + length;
    if (end > this.#bytes.length) this.fail('longer than its container');
    this.#at = end;
    return { tag, raw: this.#bytes.subarray(start, end), content: this.#bytes.subarray(at, end) };
  }

  /** Enters a constructed value. */
  enter(expected: number): DerReader {
    return new DerReader(this.next(expected).content, this.code);
  }

  inside(node: DerNode): DerReader {
    return new DerReader(node.content, this.code);
  }

  /** The next value when it has this tag, else null. */
  optional(tag: number): DerNode | null {
    return this.peekTag() === tag ? this.next() : null;
  }

  /** Nothing may follow: bytes after the end are nobody's. */
  end(): void {
    if (!this.done) this.fail('bytes after the end');
  }

  oid(): string {
    const { content } = this.next(TAG.oid);
    if (content.length === 0 || (content.at(-1) ?? 0) >= 0x80) this.fail('object identifier without end');
    return oidText(content);
  }

  /** A BIT STRING without unused bits. */
  bits(): Uint8Array {
    const { content } = this.next(TAG.bitString);
    if (content[0] !== 0) this.fail('unused bits');
    return content.subarray(1);
  }

  /** The content of an INTEGER in its shortest form (X.690 8.3.2). */
  integer(): Uint8Array {
    const { content } = this.next(TAG.integer);
    const [first, second = 0] = content;
    const isPadded = content.length > 1 && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
    if (first === undefined || isPadded) this.fail('integer is not in its shortest form');
    return content;
  }

  /** A small non-negative INTEGER. */
  number(): number {
    const content = this.integer();
    if (content.length > 4 || (content[0] ?? 0) >= 0x80) this.fail('number out of range');
    return content.reduce((value, byte) => value * 256 + byte, 0);
  }

  /** A BOOLEAN, as DER writes it: 00 or FF. */
  boolean(): boolean {
    const { content } = this.next(TAG.boolean);
    if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff)) this.fail('boolean');
    return content[0] === 0xff;
  }
}

export function oidText(content: Uint8Array): string {
  const numbers: number[] = [];
  let value = 0;
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      numbers.push(value);
      value = 0;
    }
  }
  const [first = 0, ...rest] = numbers;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...rest].join('.');
}
