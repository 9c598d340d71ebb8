import { Directory, type GivenFile, trustedReaders } from '@musubi/client';
import { ROUTES, type Transmission } from '@musubi/contract';
import { decryptWith, EvidenceError, encryptFor } from '@musubi/evidence';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { z } from 'zod';
import type { Desk } from '../app/desk.js';
import type { Dates } from '../app/preferences.js';
import { csvBytes, csvText } from '../ui/csv.js';
import { archivePage, placedIn } from './archive-page.js';
import { clientText, evidenceOf, type RecordEntry } from './collect.js';
import { recordTable } from './record-csv.js';

/** index.json of an archive: what importing it again reads. */
const archiveIndex = z.object({
  formatVersion: z.literal(1),
  office: z.string(),
  period: z.string(),
  madeAt: z.string(),
  entries: z.array(
    z.object({
      transmission: ROUTES.getTransmission.answer,
      clients: z.array(z.string()),
      files: z.array(z.string()),
      /** By the name under which they lie in the archive; `sentAs` is their sender's, where that is another. */
      attachments: z.array(z.object({ name: z.string(), mediaType: z.string(), sentAs: z.string().optional() })),
      hasMessage: z.boolean(),
    }),
  ),
});
export type ArchiveIndex = z.infer<typeof archiveIndex>;

export interface About {
  readonly office: string;
  readonly period: string;
  readonly madeAt: string;
}

/** Everything of a period in one ZIP: files, messages, evidence, a list as page and CSV, and an index for reading it again. */
export async function makeArchive(
  desk: Desk,
  entries: readonly RecordEntry[],
  about: About,
  dates: Dates,
  onProgress: (done: number) => void,
): Promise<Uint8Array> {
  const { accepted: trust } = await desk.trust.load();
  const placed = new Map(entries.map((entry) => [entry, placedIn(entry)]));
  const zip: Record<string, Uint8Array> = {
    'index.html': strToU8(archivePage(entries, about, dates)),
    'index.csv': csvBytes(csvText(recordTable(entries, dates)), 'utf-8'),
    'index.json': strToU8(JSON.stringify(indexOf(placed, about))),
  };
  for (const [at, entry] of entries.entries()) {
    const parts = placed.get(entry) ?? null;
    for (const [path, bytes] of parts?.bytes ?? []) zip[path] = bytes;
    const evidence = await evidenceOf(desk, entry, trust, parts?.places ?? null);
    for (const [name, bytes] of evidence ?? []) zip[`evidence/${entry.transmission.id}/${name}`] = bytes;
    onProgress(at + 1);
  }
  return zipSync(zip, { level: 1 });
}

type Placed = ReturnType<typeof placedIn>;

const lastOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

function indexOf(placed: ReadonlyMap<RecordEntry, Placed>, about: About): ArchiveIndex {
  return {
    formatVersion: 1,
    ...about,
    entries: [...placed].map(([{ transmission, clients, content }, parts]) => ({
      transmission,
      clients: clients.map(clientText),
      files: parts?.places.files.map(({ path }) => lastOf(path)) ?? [],
      attachments:
        parts?.places.attachments.map(({ name, path }, at) => ({
          name: lastOf(path),
          mediaType: content?.attachments[at]?.mediaType ?? '',
          ...(name === lastOf(path) ? {} : { sentAs: name }),
        })) ?? [],
      hasMessage: content ? content.message !== null : false,
    })),
  };
}

/** Seals an archive for the office's own certificates: `openssl cms -decrypt` opens it as well. */
export async function sealArchive(desk: Desk, officeNumber: string, zip: Uint8Array): Promise<Uint8Array> {
  const directory = new Directory(desk.hub, desk.trust);
  return encryptFor(zip, await trustedReaders(directory, await directory.office(officeNumber), new Date()));
}

/** An archive opened again. */
export interface OpenedArchive {
  readonly index: ArchiveIndex;
  /** The evidence of a transmission by file name; empty where the archive has none. */
  evidenceOf(transmission: Transmission): Map<string, Uint8Array>;
  /** Returns files beside it, whatever the index says. */
  givenOf(transmission: Transmission): GivenFile[];
  filesOf(transmission: Transmission): ArchivedFiles;
}

export interface ArchivedFiles {
  readonly files: readonly { name: string; bytes: Uint8Array }[];
  readonly attachments: readonly { name: string; mediaType: string; bytes: Uint8Array }[];
  readonly message: string | null;
  /** Names of the index that the archive no longer holds. */
  readonly missing: readonly string[];
}

/** Why a file is no archive that can be read here. */
export class NotAnArchive extends Error {
  override readonly name = 'NotAnArchive';
}

/** Opens an archive, sealed or not. Throws NotAnArchive, or EvidenceError when no key here opens it. */
export async function openArchive(desk: Desk, bytes: Uint8Array): Promise<OpenedArchive> {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const zip = unzip(isZip ? bytes : await unseal(desk, bytes));
  const told = zip['index.json'];
  const parsed = told ? archiveIndex.safeParse(jsonOf(told)) : null;
  if (!parsed?.success) throw new NotAnArchive('Musubi で保存した「一式」のファイルではありません。');
  const index = parsed.data;
  return {
    index,
    evidenceOf: ({ id }) => {
      const folder = `evidence/${id}/`;
      const paths = Object.entries(zip).filter(([path]) => path.startsWith(folder));
      return new Map(paths.map(([path, bytes]) => [path.slice(folder.length), bytes]));
    },
    givenOf: ({ id }) => {
      const paths = Object.entries(zip).filter(([path]) => path.startsWith(`data/${id}/`) && !path.endsWith('/'));
      return paths.map(([path, bytes]) => ({
        path,
        name: lastOf(path),
        size: bytes.length,
        isOwn: true,
        read: () => bytes,
      }));
    },
    filesOf: (transmission) => archivedFiles(zip, index, transmission),
  };
}

function archivedFiles(
  zip: Readonly<Record<string, Uint8Array>>,
  { entries }: ArchiveIndex,
  { id }: Transmission,
): ArchivedFiles {
  const entry = entries.find(({ transmission }) => transmission.id === id);
  const missing: string[] = [];
  const read = (name: string) => {
    const bytes = zip[`data/${id}/${name}`];
    if (!bytes) missing.push(name);
    return bytes ?? null;
  };
  const files = entry?.files.flatMap((name) => {
    const bytes = read(name);
    return bytes ? [{ name, bytes }] : [];
  });
  const attachments = entry?.attachments.flatMap(({ name, mediaType, sentAs }) => {
    const bytes = read(name);
    return bytes ? [{ name: sentAs ?? name, mediaType, bytes }] : [];
  });
  const message = entry?.hasMessage ? read('message.txt') : null;
  return { files: files ?? [], attachments: attachments ?? [], message: message && strFromU8(message), missing };
}

async function unseal(desk: Desk, bytes: Uint8Array): Promise<Uint8Array> {
  try {
    return await decryptWith(bytes, desk.state.identities);
  } catch (error) {
    if (error instanceof EvidenceError && error.code === 'MSB-ENV-MALFORMED')
      throw new NotAnArchive('Musubi で保存した「一式」のファイルではありません。');
    throw error;
  }
}

function unzip(bytes: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes);
  } catch {
    throw new NotAnArchive('ファイルが壊れていて開けません。保存し直したものを選んでください。');
  }
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(strFromU8(bytes));
  } catch {
    return null; // the caller says that it is no archive
  }
}
