import type { DraftData } from '@musubi/contract';
import { decryptWith, EvidenceError, encryptFor, fromBase64, type Identity, toBase64 } from '@musubi/evidence';
import type { InputFile } from '@musubi/standard';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { z } from 'zod';
import type { HubConnection } from '../hub/connection.js';
import { Directory } from '../hub/directory.js';
import { newId } from '../new-id.js';
import { trustedReaders } from '../send/prepare.js';

/** What a list shows of a draft without opening it. */
const draftHead = z.object({
  title: z.string(),
  recipients: z.array(z.string()),
  months: z.array(z.string()),
  document: z.uuid(),
  files: z.uuid().nullable(),
});
export type DraftHead = z.infer<typeof draftHead>;

const attachment = z.object({ name: z.string(), mediaType: z.string(), partId: z.uuid() });
const row = z.object({
  id: z.uuid(),
  recipient: z.object({ officeNumber: z.string(), serviceType: z.string().nullable() }),
  /** Names of the standard files of this row's unit. */
  files: z.array(z.string()),
  message: z.string().nullable(),
  attachments: z.array(attachment),
  leftOut: z.boolean(),
  supersedes: z.string().nullable(),
});
export const draftDocument = z.object({ message: z.string(), attachments: z.array(attachment), rows: z.array(row) });
export type DraftAttachment = z.infer<typeof attachment>;
export type DraftRow = z.infer<typeof row>;
export type DraftDocument = z.infer<typeof draftDocument>;

/** A draft as the list shows it; `head` is null when no key at hand opens it. */
export interface ListedDraft {
  readonly data: DraftData;
  readonly head: DraftHead | null;
}

/** A draft opened for editing. */
export interface OpenDraft {
  readonly id: string;
  readonly version: number;
  readonly document: DraftDocument;
  readonly files: readonly InputFile[];
}

/** What saving needs: parts that lie on the hub already are named, others are given. */
export interface DraftSave {
  readonly id: string;
  readonly basedOn: number;
  readonly head: Omit<DraftHead, 'document' | 'files'>;
  readonly document: DraftDocument;
  /** Part of the files when they have not changed since it was written. */
  readonly filesPart: string | null;
  readonly files: readonly InputFile[];
}

/**
 * Drafts that all terminals of an office share. Everything is encrypted to the office's own certificates before it
 * leaves the terminal: the hub keeps and versions what it can't read.
 */
export class SharedDrafts {
  constructor(
    private readonly hub: HubConnection,
    private readonly identities: readonly Identity[],
    private readonly officeNumber: string,
    private readonly now: () => Date,
  ) {}

  async list(): Promise<ListedDraft[]> {
    const { drafts } = await this.hub.call('listDrafts', {});
    return Promise.all(drafts.map(async (data) => ({ data, head: await this.#head(data) })));
  }

  async open(id: string): Promise<OpenDraft & { readonly filesPart: string | null }> {
    const data = await this.hub.call('getDraft', { params: { id } });
    const head = await this.#head(data);
    if (!head) throw new EvidenceError('MSB-ENV-NOT-FOR-US');
    const document = draftDocument.parse(JSON.parse(strFromU8(await this.part(id, head.document))));
    const zip = head.files ? unzipSync(await this.part(id, head.files)) : {};
    const files = Object.entries(zip).map(([name, bytes]) => ({ name, bytes }));
    return { id, version: data.version, document, files, filesPart: head.files };
  }

  async #head({ head }: DraftData): Promise<DraftHead | null> {
    try {
      return draftHead.parse(JSON.parse(strFromU8(await decryptWith(fromBase64(head), this.identities))));
    } catch (error) {
      if (error instanceof EvidenceError) return null; // made for a certificate this terminal does not have
      throw error;
    }
  }

  /** Saves a draft; throws HubProblem MSB-DRAFT-CHANGED when another terminal saved it meanwhile. */
  async save({
    id,
    basedOn,
    head,
    document,
    filesPart,
    files,
  }: DraftSave): Promise<DraftData & { filesPart: string | null }> {
    const zip = Object.fromEntries(files.map(({ name, bytes }) => [name, bytes]));
    const written = files.length === 0 ? null : (filesPart ?? (await this.addPart(id, zipSync(zip, { level: 1 }))));
    const documentPart = await this.addPart(id, strToU8(JSON.stringify(document)));
    const whole: DraftHead = { ...head, document: documentPart, files: written };
    const attachments = [...document.attachments, ...document.rows.flatMap((one) => one.attachments)];
    const partIds = [documentPart, ...(written ? [written] : []), ...attachments.map(({ partId }) => partId)];
    const saved = await this.hub.call('saveDraft', {
      params: { id },
      body: {
        basedOn,
        head: toBase64(await this.#seal(strToU8(JSON.stringify(whole)))),
        partIds: [...new Set(partIds)],
      },
    });
    return { ...saved, filesPart: written };
  }

  /** Lays an encrypted part beside the draft; it stays only if the next saved head names it. */
  async addPart(id: string, bytes: Uint8Array): Promise<string> {
    const partId = newId(this.now());
    await this.hub.call('putDraftPart', { params: { id, partId }, body: await this.#seal(bytes) });
    return partId;
  }

  async part(id: string, partId: string): Promise<Uint8Array> {
    const bytes = await this.hub.call('getDraftPart', { params: { id, partId } });
    if (!(bytes instanceof Uint8Array)) throw new TypeError('the part route answers with bytes');
    return decryptWith(bytes, this.identities);
  }

  async #seal(bytes: Uint8Array): Promise<Uint8Array> {
    const directory = new Directory(this.hub);
    const readers = await trustedReaders(directory, await directory.office(this.officeNumber), this.now());
    return encryptFor(bytes, readers);
  }
}
