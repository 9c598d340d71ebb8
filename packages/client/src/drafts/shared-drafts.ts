import type { DraftData } from '@musubi/contract';
import { EvidenceError } from '@musubi/evidence';
import type { InputFile } from '@musubi/standard';
import { unzipSync, zipSync } from 'fflate';
import { z } from 'zod';
import type { ListedDocument, OfficeDocuments } from './office-documents.js';

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
export type ListedDraft = ListedDocument<DraftHead>;

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

/** What is being prepared for sending, shared by all terminals of an office. */
export class SharedDrafts {
  constructor(private readonly documents: OfficeDocuments) {}

  list(): Promise<ListedDraft[]> {
    return this.documents.list('sending', draftHead);
  }

  async open(id: string): Promise<OpenDraft & { readonly filesPart: string | null }> {
    const { data, head } = await this.documents.get(id, draftHead);
    if (!head) throw new EvidenceError('MSB-ENV-NOT-FOR-US');
    const document = await this.documents.json(id, head.document, draftDocument);
    const zip = head.files ? unzipSync(await this.documents.part(id, head.files)) : {};
    const files = Object.entries(zip).map(([name, bytes]) => ({ name, bytes }));
    return { id, version: data.version, document, files, filesPart: head.files };
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
    const documentPart = await this.documents.addJson(id, document);
    const whole: DraftHead = { ...head, document: documentPart, files: written };
    const attachments = [...document.attachments, ...document.rows.flatMap((one) => one.attachments)];
    const partIds = [documentPart, ...(written ? [written] : []), ...attachments.map(({ partId }) => partId)];
    const saved = await this.documents.save({ id, basedOn, purpose: 'sending', head: whole, partIds });
    return { ...saved, filesPart: written };
  }

  addPart(id: string, bytes: Uint8Array): Promise<string> {
    return this.documents.addPart(id, bytes);
  }

  part(id: string, partId: string): Promise<Uint8Array> {
    return this.documents.part(id, partId);
  }
}
