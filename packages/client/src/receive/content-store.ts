import type { Attachment, NamedFile, Unpacked } from '@musubi/evidence';
import { z } from 'zod';
import type { FileStore } from '../ports.js';

/** What a transmission carried, as it is kept on this terminal. */
export interface KeptContent {
  readonly files: readonly NamedFile[];
  readonly attachments: readonly Attachment[];
  readonly message: string | null;
  /** With it, files prove themselves against the signed manifest. */
  readonly salt: Uint8Array;
}

const described = z.object({
  files: z.array(z.string()),
  attachments: z.array(z.object({ name: z.string(), mediaType: z.string() })),
  message: z.string().nullable(),
});

/** What can be searched without opening a transmission again. */
const client = z.object({
  // Entries kept before people were told by both numbers do not say the insurer.
  insurerNumber: z.string().nullable().default(null),
  insuredNumber: z.string(),
  name: z.string().nullable(),
});
const indexed = z.object({ clients: z.array(client), message: z.string().nullable() });
export type IndexedContent = z.infer<typeof indexed>;
export type IndexedClient = z.infer<typeof client>;

const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const decode = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));

/** Opened transmissions on this terminal: readable without the hub, searchable by client. */
export class ContentStore {
  constructor(private readonly store: FileStore) {}

  async save(id: string, content: Unpacked, clients: readonly IndexedClient[]): Promise<void> {
    const { files, attachments, message, salt } = content;
    const head = {
      files: files.map(({ name }) => name),
      attachments: attachments.map(({ name, mediaType }) => ({ name, mediaType })),
      message,
    };
    await this.store.writeFolder(
      `content/${id}`,
      new Map([
        ['content.json', encode(head)],
        ['salt', salt],
        ...files.map(({ bytes }, at) => [`file-${at}`, bytes] as const),
        ...attachments.map(({ bytes }, at) => [`attachment-${at}`, bytes] as const),
      ]),
    );
    await this.store.write(`index/${id}`, encode({ clients: [...clients], message } satisfies IndexedContent));
  }

  async load(id: string): Promise<KeptContent | null> {
    const head = await this.store.read(`content/${id}/content.json`);
    if (!head) return null;
    const { files, attachments, message } = described.parse(decode(head));
    const part = async (name: string) => (await this.store.read(`content/${id}/${name}`)) ?? new Uint8Array();
    return {
      files: await Promise.all(files.map(async (name, at) => ({ name, bytes: await part(`file-${at}`) }))),
      attachments: await Promise.all(
        attachments.map(async (one, at) => ({ ...one, bytes: await part(`attachment-${at}`) })),
      ),
      message,
      salt: await part('salt'),
    };
  }

  /** Everything that can be searched, by transmission. */
  async index(): Promise<Map<string, IndexedContent>> {
    const ids = await this.store.list('index');
    const entries = await Promise.all(
      ids.map(async (id) => {
        const bytes = await this.store.read(`index/${id}`);
        return bytes ? ([id, indexed.parse(decode(bytes))] as const) : null;
      }),
    );
    return new Map(entries.filter((entry) => entry !== null));
  }
}
