import { z } from 'zod';
import { judgeReceived } from '../attachments/judge.js';
import { safeName } from '../attachments/names.js';
import type { GivenFile } from './account.js';

/** A part of a transmission and where it was put, relative to the folder that holds everything. */
const place = z.object({ name: z.string(), path: z.string() });

const savedMap = z.object({
  formatVersion: z.literal(1),
  /** The files of the evidence folder itself. */
  evidence: z.array(z.string()),
  files: z.array(place),
  /** In the manifest's order, under the names their sender gave them. */
  attachments: z.array(place),
  message: z.string().nullable(),
});

/**
 * The map of a transmission's saved parts. Nobody signed it: it helps to find things and to notice that one is gone,
 * and proves nothing.
 */
export type SavedMap = z.infer<typeof savedMap>;
export type Places = Omit<SavedMap, 'formatVersion' | 'evidence'>;

export const SAVED_MAP = 'saved.json';

/** Reads a map of saved names; null where there is none or it can't be read: parts are then found by their content. */
export function readSavedMap(bytes: Uint8Array | undefined): SavedMap | null {
  if (!bytes) return null;
  try {
    return savedMap.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
}

export function savedMapBytes(evidence: Iterable<string>, places: Places): Uint8Array {
  const map: SavedMap = { formatVersion: 1, evidence: [...evidence], ...places };
  return new TextEncoder().encode(JSON.stringify(map, null, 2));
}

/** The parts that a transmission carried. */
export interface Parts {
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly attachments: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly message: string | null;
}

/** The same name with a number, for the second and later ones: a.pdf, a (2).pdf. */
export function numbered(path: string, copy: number): string {
  return copy === 1 ? path : path.replace(/(\.[^./]+)?$/, ` (${copy})$1`);
}

/**
 * Puts the parts of a transmission under paths of their own, none over another: `top` holds the standard files, `own` the
 * attachments and the message.
 */
export function placeParts(parts: Parts, { top, own }: { top: string; own: string }) {
  const bytes = new Map<string, Uint8Array>();
  const taken = new Set<string>(); // as computers see it for which A.pdf and a.pdf are one file
  const put = (wanted: string, content: Uint8Array): string => {
    let copy = 1;
    while (taken.has(numbered(wanted, copy).toLowerCase())) copy++;
    const path = numbered(wanted, copy);
    taken.add(path.toLowerCase());
    bytes.set(path, content);
    return path;
  };
  const message = parts.message === null ? null : put(`${own}message.txt`, new TextEncoder().encode(parts.message));
  const places: Places = {
    files: parts.files.map(({ name, bytes }) => ({ name, path: put(`${top}${safeName(name)}`, bytes) })),
    attachments: parts.attachments.map((one) => ({
      name: one.name,
      path: put(`${own}${judgeReceived(one).name}`, one.bytes),
    })),
    message,
  };
  return { places, bytes };
}

/** Placed parts as files that lie beside evidence. */
export function givenParts({ places, bytes }: ReturnType<typeof placeParts>): GivenFile[] {
  const named = [...places.files, ...places.attachments];
  return [...bytes].map(([path, content]) => ({
    path,
    name: named.find((one) => one.path === path)?.name ?? path.slice(path.lastIndexOf('/') + 1),
    size: content.length,
    isOwn: true,
    read: () => content,
  }));
}
