import { type Bytes, concat, utf8 } from '../bytes.js';
import { TAG } from './reader.js';

function lengthOf(size: number): number[] {
  if (size < 0x80) return [size];
  const bytes: number[] = [];
  for (let rest = size; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 | bytes.length, ...bytes];
}

/** A DER value of any tag. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Bytes {
  const size = contents.reduce((sum, part) => sum + part.length, 0);
  return concat(Uint8Array.from([tag, ...lengthOf(size)]), ...contents);
}

export const sequence = (...contents: readonly Uint8Array[]): Bytes => der(TAG.sequence, ...contents);
export const octets = (bytes: Uint8Array): Bytes => der(TAG.octetString, bytes);
export const bitString = (bytes: Uint8Array): Bytes => der(TAG.bitString, Uint8Array.of(0), bytes);
export const nothing = (): Bytes => Uint8Array.of(TAG.null, 0);
export const utf8String = (text: string): Bytes => der(TAG.utf8String, utf8(text));
/** Context tags: [n] constructed. */
export const tagged = (number: number, ...contents: readonly Uint8Array[]): Bytes => der(0xa0 | number, ...contents);
/** Context tags: [n] primitive, IMPLICIT OCTET STRING and the like. */
export const taggedPrimitive = (number: number, content: Uint8Array): Bytes => der(0x80 | number, content);

/** A SET OF in DER order: its elements sorted by their encodings. */
export function setOf(...elements: readonly Uint8Array[]): Bytes {
  return der(TAG.set, ...[...elements].sort(compareBytes));
}

/** The order of encodings in a SET OF (X.690 11.6). */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** A small non-negative INTEGER. */
export function integer(value: number): Bytes {
  const bytes: number[] = [];
  for (let rest = value; rest > 0 || bytes.length === 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  if ((bytes[0] ?? 0) >= 0x80) bytes.unshift(0);
  return der(TAG.integer, Uint8Array.from(bytes));
}

export function oid(text: string): Bytes {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((number) => {
    const groups = [number & 0x7f];
    for (let left = Math.floor(number / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return der(TAG.oid, Uint8Array.from(bytes));
}

/** UTCTime until 2049, GeneralizedTime after, as RFC 5280 and RFC 5652 ask. */
export function time(date: Date): Bytes {
  const text = date.toISOString().replace(/[-:T]|\.\d+/g, '');
  return date.getUTCFullYear() < 2050 ? der(TAG.utcTime, utf8(text.slice(2))) : der(TAG.generalizedTime, utf8(text));
}
