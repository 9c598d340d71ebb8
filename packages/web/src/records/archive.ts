import { Directory, safeName, trustedReaders } from '@musubi/client';
import { ROUTES, type Transmission } from '@musubi/contract';
import { decryptWith, EvidenceError, encryptFor } from '@musubi/evidence';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { z } from 'zod';
import type { Desk } from '../app/desk.js';
import type { Dates } from '../app/preferences.js';
import { csvBytes, csvText } from '../ui/csv.js';
import { archivePage, folderOf } from './archive-page.js';
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
      attachments: z.array(z.object({ name: z.string(), mediaType: z.string() })),
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
  const zip: Record<string, Uint8Array> = {
    'index.html': strToU8(archivePage(entries, about, dates)),
    'index.csv': csvBytes(csvText(recordTable(entries, dates)), 'utf-8'),
    'index.json': strToU8(JSON.stringify(indexOf(entries, about))),
  };
  for (const [at, entry] of entries.entries()) {
    for (const [name, bytes] of contentFiles(entry)) zip[`${folderOf(entry)}/${name}`] = bytes;
    const evidence = await evidenceOf(desk, entry, trust);
    for (const [name, bytes] of evidence ?? []) zip[`evidence/${entry.transmission.id}/${name}`] = bytes;
    onProgress(at + 1);
  }
  return zipSync(zip, { level: 1 });
}

function contentFiles({ content }: RecordEntry): [string, Uint8Array][] {
  if (!content) return [];
  return [
    ...content.files.map(({ name, bytes }): [string, Uint8Array] => [safeName(name), bytes]),
    ...content.attachments.map(({ name, bytes }): [string, Uint8Array] => [safeName(name), bytes]),
    ...(content.message === null ? [] : [['message.txt', strToU8(content.message)] satisfies [string, Uint8Array]]),
  ];
}

function indexOf(entries: readonly RecordEntry[], about: About): ArchiveIndex {
  return {
    formatVersion: 1,
    ...about,
    entries: entries.map(({ transmission, clients, content }) => ({
      transmission,
      clients: clients.map(clientText),
      files: content?.files.map(({ name }) => safeName(name)) ?? [],
      attachments: content?.attachments.map(({ name, mediaType }) => ({ name: safeName(name), mediaType })) ?? [],
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
  filesOf(transmission: Transmission): {
    readonly files: { name: string; bytes: Uint8Array }[];
    readonly attachments: { name: string; mediaType: string; bytes: Uint8Array }[];
    readonly message: string | null;
  };
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
    filesOf: ({ id }) => {
      const entry = index.entries.find(({ transmission }) => transmission.id === id);
      const read = (name: string) => zip[`data/${id}/${name}`] ?? new Uint8Array();
      return {
        files: entry?.files.map((name) => ({ name, bytes: read(name) })) ?? [],
        attachments: entry?.attachments.map((one) => ({ ...one, bytes: read(one.name) })) ?? [],
        message: entry?.hasMessage ? strFromU8(read('message.txt')) : null,
      };
    },
  };
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
