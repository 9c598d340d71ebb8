import type { InputFile } from '@musubi/standard';
import { z } from 'zod';
import type { FileStore } from '../ports.js';
import { type DraftDocument, type DraftHead, draftDocument } from './shared-drafts.js';

const unsaved = z.object({
  version: z.number(),
  at: z.string(),
  title: z.string(),
  recipients: z.array(z.string()),
  months: z.array(z.string()),
  files: z.array(z.string()),
  document: draftDocument,
});

/** A draft that could not reach the hub. */
export interface UnsavedDraft {
  readonly id: string;
  /** Version it was made from, 0 for a new one. */
  readonly version: number;
  readonly at: string;
  readonly head: Omit<DraftHead, 'document' | 'files'>;
  readonly document: DraftDocument;
  readonly files: readonly InputFile[];
  /** Bytes of attachments by their part, as far as they are not on the hub. */
  readonly parts: ReadonlyMap<string, Uint8Array>;
}

const FOLDER = 'unsaved';

/** Drafts of this terminal alone, while the hub is out of reach: a reload or crash loses nothing. */
export class UnsavedDrafts {
  constructor(private readonly store: FileStore) {}

  async save({ id, version, at, head, document, files, parts }: UnsavedDraft): Promise<void> {
    const told = { version, at, ...head, files: files.map(({ name }) => name), document };
    await this.store.remove(`${FOLDER}/${id}`);
    await this.store.writeFolder(
      `${FOLDER}/${id}`,
      new Map([
        ['draft.json', new TextEncoder().encode(JSON.stringify(told))],
        ...files.map(({ bytes }, index) => [`file-${index}`, bytes] as const),
        ...[...parts].map(([partId, bytes]) => [`part-${partId}`, bytes] as const),
      ]),
    );
  }

  async open(id: string): Promise<UnsavedDraft | null> {
    const read = (name: string) => this.store.read(`${FOLDER}/${id}/${name}`);
    const bytes = await read('draft.json');
    if (!bytes) return null;
    const told = unsaved.parse(JSON.parse(new TextDecoder().decode(bytes)));
    const names = (await this.store.list(`${FOLDER}/${id}`)).filter((name) => name.startsWith('part-'));
    const parts = await Promise.all(
      names.map(async (name) => [name.slice('part-'.length), (await read(name)) ?? new Uint8Array()] as const),
    );
    const { version, at, title, recipients, months, document } = told;
    return {
      id,
      version,
      at,
      head: { title, recipients, months },
      document,
      files: await Promise.all(
        told.files.map(async (name, index) => ({ name, bytes: (await read(`file-${index}`)) ?? new Uint8Array() })),
      ),
      parts: new Map(parts),
    };
  }

  async list(): Promise<UnsavedDraft[]> {
    const all = await Promise.all((await this.store.list(FOLDER)).map((id) => this.open(id)));
    return all.filter((draft) => draft !== null);
  }

  async remove(id: string): Promise<void> {
    await this.store.remove(`${FOLDER}/${id}`);
  }
}
