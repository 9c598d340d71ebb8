import { crc32 } from './crc32.js';
import { isLocked, type ZipEntry, zipEntries } from './zip-directory.js';

/**
 * Inflates raw DEFLATE data into exactly `size` bytes, never more; throws or gives fewer where the data is broken.
 * The engine is the caller's: Node and browsers have one of their own each, this room has none.
 */
export type Inflate = (data: Uint8Array, size: number) => Uint8Array;

/** A file out of a ZIP. */
export interface ZippedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The files in a ZIP, or the reason why it stays closed. */
export type OpenedZip =
  | { readonly files: readonly ZippedFile[] }
  | { readonly closed: 'locked' | 'too-large' | 'damaged' };

/** More than a month of the largest office unpacks to; a ZIP bomb announces far more. */
const MOST_BYTES = 200 * 1024 * 1024;
const MOST_FILES = 20_000;
const STORED = 0;
const DEFLATED = 8;

/** Opens a ZIP within bounds. Every file is held against its checksum: damage is told, never passed on. */
export function openZip(bytes: Uint8Array, inflate: Inflate): OpenedZip {
  const entries = zipEntries(bytes);
  if (!entries) return { closed: 'damaged' };
  if (entries.some(isLocked)) return { closed: 'locked' };
  const wanted = entries.filter(({ name }) => !/[\\/]$/.test(name));
  const size = wanted.reduce((sum, entry) => sum + entry.size, 0);
  if (size > MOST_BYTES || wanted.length > MOST_FILES) return { closed: 'too-large' };
  const files: ZippedFile[] = [];
  for (const entry of wanted) {
    const content = contentOf(entry, inflate);
    if (!content) return { closed: 'damaged' };
    files.push({ name: entry.name, bytes: content });
  }
  return { files };
}

function contentOf({ data, method, size, crc }: ZipEntry, inflate: Inflate): Uint8Array | null {
  const content = method === STORED ? data.slice() : method === DEFLATED ? inflated(data, size, inflate) : null;
  return content && content.length === size && crc32(content) === crc ? content : null;
}

function inflated(data: Uint8Array, size: number, inflate: Inflate): Uint8Array | null {
  try {
    return size === 0 ? new Uint8Array() : inflate(data, size);
  } catch {
    return null; // broken data: the caller says that the ZIP is damaged
  }
}
