import { type Hash, MANIFEST_DIGEST } from './algorithms.js';

/** Bytes that WebCrypto takes: backed by an ordinary buffer. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** The same bytes on an ordinary buffer; copies only what lies on a shared one. */
export function toBytes(bytes: Uint8Array): Bytes {
  return bytes.buffer instanceof ArrayBuffer
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);
}

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

export function fromBase64(text: string): Bytes {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

export const utf8 = (text: string): Bytes => toBytes(new TextEncoder().encode(text));

export async function digestOf(hash: Hash, bytes: Uint8Array): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest(hash, toBytes(bytes)));
}

/** A digest as manifests have it, lower-case hex. */
export async function manifestDigest(bytes: Uint8Array): Promise<string> {
  return toHex(await digestOf(MANIFEST_DIGEST, bytes));
}

/** SHA-256 of the bytes. */
export function sha256(bytes: Uint8Array): Promise<Bytes> {
  return digestOf('SHA-256', bytes);
}

export async function sha256Hex(bytes: Uint8Array): Promise<string> {
  return toHex(await sha256(bytes));
}
