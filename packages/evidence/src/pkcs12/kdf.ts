import { type Bytes, concat, toBytes, utf8 } from '../bytes.js';

/** The password as one kind of software turned it into bytes. */
export interface PasswordBytes {
  /** For the derivation of RFC 7292: UTF-16BE with a final zero, or nothing at all. */
  readonly bmp: Bytes;
  /** For PBKDF2: UTF-8 as RFC 8018 recommends. */
  readonly plain: Bytes;
}

/** UTF-16BE with a final zero (RFC 7292 B.1). */
export function bmpPassword(password: string): Bytes {
  const bytes = new Uint8Array(password.length * 2 + 2);
  for (let at = 0; at < password.length; at++) {
    bytes[at * 2] = password.charCodeAt(at) >> 8;
    bytes[at * 2 + 1] = password.charCodeAt(at) & 0xff;
  }
  return bytes;
}

const latin1 = (bytes: Uint8Array) => String.fromCharCode(...bytes);

/**
 * The bytes a typed password may have been when the file was made, the standard's first: composed and decomposed か゛,
 * OpenSSL before 1.1 (each byte of UTF-8 a character), and software that took each character for a byte.
 */
export function passwordBytes(password: string): readonly PasswordBytes[] {
  const standard = (text: string): PasswordBytes => ({ bmp: bmpPassword(text), plain: utf8(text) });
  if (password === '') return [standard(''), { bmp: new Uint8Array(), plain: new Uint8Array() }];
  const forms = [...new Set([password, password.normalize('NFC'), password.normalize('NFD')])];
  const isAscii = [...password].every((character) => character < '\u0080');
  if (isAscii) return [standard(password)];
  const byByte = forms.map((form) => ({ bmp: bmpPassword(latin1(utf8(form))), plain: utf8(form) }));
  const isByte = [...password].every((character) => character <= '\u00ff');
  const raw = Uint8Array.from(isByte ? password : '', (character) => character.charCodeAt(0));
  return [...forms.map(standard), ...byByte, ...(isByte ? [{ bmp: bmpPassword(password), plain: toBytes(raw) }] : [])];
}

/** A hash function of node-forge: synchronous, because the derivation runs it thousands of times in a row. */
export type Hash = (bytes: Uint8Array) => Uint8Array;

/** The uses of the derived bytes (RFC 7292 B.3). */
export const PURPOSE = { key: 1, iv: 2, mac: 3 } as const;

/** The key derivation of PKCS #12 (RFC 7292 B.2). `block` is the hash's block in bytes. */
export function deriveBytes(
  { hash, block }: { readonly hash: Hash; readonly block: number },
  { bmp }: Pick<PasswordBytes, 'bmp'>,
  { salt, iterations, purpose, size }: { salt: Uint8Array; iterations: number; purpose: number; size: number },
): Bytes {
  const fill = (bytes: Uint8Array) => {
    const filled = new Uint8Array(Math.ceil(bytes.length / block) * block);
    for (let at = 0; at < filled.length; at++) filled[at] = bytes[at % bytes.length] ?? 0;
    return filled;
  };
  const diversifier = new Uint8Array(block).fill(purpose);
  const mixed = concat(fill(salt), fill(bmp));
  const parts: Uint8Array[] = [];
  for (let made = 0; made < size; ) {
    let part = hash(concat(diversifier, mixed));
    for (let round = 1; round < iterations; round++) part = hash(part);
    parts.push(part);
    made += part.length;
    for (let from = 0; from < mixed.length; from += block) addOneMore(mixed.subarray(from, from + block), part);
  }
  return concat(...parts).slice(0, size);
}

/** Adds a repeated value and one to a number of one block, as step 6C says. */
function addOneMore(number: Uint8Array, value: Uint8Array): void {
  let carry = 1;
  for (let at = number.length - 1; at >= 0; at--) {
    const sum = (number[at] ?? 0) + (value[at % value.length] ?? 0) + carry;
    number[at] = sum & 0xff;
    carry = sum >> 8;
  }
}

/** PBKDF2 (RFC 8018 5.2) as WebCrypto has it. */
export async function pbkdf2(
  hash: string,
  { plain }: Pick<PasswordBytes, 'plain'>,
  { salt, iterations, size }: { salt: Uint8Array; iterations: number; size: number },
): Promise<Bytes> {
  const material = await crypto.subtle.importKey('raw', plain, 'PBKDF2', false, ['deriveBits']);
  const params = { name: 'PBKDF2', hash, salt: toBytes(salt), iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(params, material, size * 8));
}
