import { zipName } from './zip-name.js';

/** A file as a ZIP's directory has it (APPNOTE 4.3.12); `data` is still packed. */
export interface ZipEntry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  /** Bytes when unpacked, as announced. */
  readonly size: number;
  readonly data: Uint8Array;
}

const LOCAL_HEADER = 0x04034b50;
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_END = 0x06054b50;
const LOCATOR_64 = 0x07064b50;
const END_SIZE = 22;
/** The value of a 32-bit field whose number stands in a 64-bit one. */
const ELSEWHERE = 0xffffffff;
const MANY = 0xffff;

export function isLocked({ flags }: Pick<ZipEntry, 'flags'>): boolean {
  return (flags & 1) === 1;
}

/** The files that a ZIP's directory lists; null when there is no directory or it is damaged. */
export function zipEntries(bytes: Uint8Array): ZipEntry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  try {
    const end = endOf(view);
    return end < 0 ? null : entriesFrom(bytes, view, directoryStart(view, end), end);
  } catch (error) {
    if (error instanceof RangeError) return null; // an offset points outside: the ZIP was cut or damaged
    throw error;
  }
}

/** Finds the end record: behind it there may be a comment of 64 KB. -1 when there is none. */
function endOf(view: DataView): number {
  const farthest = Math.max(0, view.byteLength - END_SIZE - 0xffff);
  for (let at = view.byteLength - END_SIZE; at >= farthest; at--)
    if (view.getUint32(at, true) === DIRECTORY_END) return at;
  return -1;
}

function directoryStart(view: DataView, end: number): number {
  const start = view.getUint32(end + 16, true);
  if (start !== ELSEWHERE || end < 20 || view.getUint32(end - 20, true) !== LOCATOR_64) return start;
  return number64(view, number64(view, end - 12) + 48);
}

function number64(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

function entriesFrom(bytes: Uint8Array, view: DataView, start: number, end: number): ZipEntry[] | null {
  const entries: ZipEntry[] = [];
  let at = start;
  while (at + 46 <= end && view.getUint32(at, true) === DIRECTORY_ENTRY) {
    const [nameSize, extraSize] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true)];
    const name = bytes.subarray(at + 46, at + 46 + nameSize);
    const extra = bytes.subarray(at + 46 + nameSize, at + 46 + nameSize + extraSize);
    const flags = view.getUint16(at + 8, true);
    const { size, packed, offset } = placeOf(view, at, extraField(extra, 0x0001));
    if (view.getUint32(offset, true) !== LOCAL_HEADER) return null;
    const from = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
    entries.push({
      name: zipName(name, flags, extraField(extra, 0x7075)),
      flags,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      size,
      data: bytes.subarray(from, from + packed),
    });
    at += 46 + nameSize + extraSize + view.getUint16(at + 32, true);
  }
  const announced = view.getUint16(end + 10, true);
  return announced === MANY || announced === entries.length ? entries : null;
}

/** Sizes and place of a file; a 64-bit extra field holds, in this order, those that do not fit (APPNOTE 4.5.3). */
function placeOf(view: DataView, at: number, wide: Uint8Array | null) {
  const wideView = wide ? new DataView(wide.buffer, wide.byteOffset, wide.length) : null;
  let taken = 0;
  const read = (value: number) => {
    if (value !== ELSEWHERE || !wideView) return value;
    taken += 8;
    return number64(wideView, taken - 8);
  };
  const size = read(view.getUint32(at + 24, true));
  const packed = read(view.getUint32(at + 20, true));
  return { size, packed, offset: read(view.getUint32(at + 42, true)) };
}

/** The content of an extra field, by its number. */
function extraField(extra: Uint8Array, wanted: number): Uint8Array | null {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.length);
  let at = 0;
  while (at + 4 <= extra.length) {
    const size = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === wanted) return extra.subarray(at + 4, at + 4 + size);
    at += 4 + size;
  }
  return null;
}
