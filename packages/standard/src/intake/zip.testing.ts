import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { crc32 } from './crc32.js';
import type { Inflate } from './zip.js';

export interface TestEntry {
  /** The name's bytes as the ZIP's maker wrote them. */
  readonly name: Uint8Array;
  readonly content: Uint8Array;
  readonly flags?: number;
  readonly extra?: Uint8Array;
  /** The size that a lying directory announces. */
  readonly size?: number;
}

export const inflate: Inflate = (data, size) => new Uint8Array(inflateRawSync(data, { maxOutputLength: size }));

const u16 = (value: number) => [value & 0xff, (value >>> 8) & 0xff];
const u32 = (value: number) => [...u16(value & 0xffff), ...u16(value >>> 16)];

/** Writes a ZIP whose names, flags and sizes are what a test wants (APPNOTE 4.3.6). */
export function testZip(entries: readonly TestEntry[]): Uint8Array {
  const locals: number[] = [];
  const directory: number[] = [];
  for (const { name, content, flags = 0, extra = new Uint8Array(), size = content.length } of entries) {
    const packed = deflateRawSync(content);
    const head = [
      ...u16(20),
      ...u16(flags),
      ...u16(8),
      ...u32(0),
      ...u32(crc32(content)),
      ...u32(packed.length),
      ...u32(size),
    ];
    const lengths = [...u16(name.length), ...u16(extra.length)];
    const place = [...u16(0), ...u16(0), ...u16(0), ...u32(0), ...u32(locals.length)];
    directory.push(...u32(0x02014b50), ...u16(20), ...head, ...lengths, ...place, ...name, ...extra);
    locals.push(...u32(0x04034b50), ...head, ...lengths, ...name, ...extra, ...packed);
  }
  const count = [...u16(entries.length), ...u16(entries.length)];
  const end = [
    ...u32(0x06054b50),
    ...u16(0),
    ...u16(0),
    ...count,
    ...u32(directory.length),
    ...u32(locals.length),
    ...u16(0),
  ];
  return new Uint8Array([...locals, ...directory, ...end]);
}

/** The extra field in which Info-ZIP and others keep a name in UTF-8 (0x7075). */
export function unicodePath(name: Uint8Array, meant: string): Uint8Array {
  const text = new TextEncoder().encode(meant);
  return new Uint8Array([...u16(0x7075), ...u16(5 + text.length), 1, ...u32(crc32(name)), ...text]);
}
