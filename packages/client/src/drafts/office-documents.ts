import type { DraftData, DraftPurpose } from '@musubi/contract';
import {
  type Bytes,
  decryptWith,
  EvidenceError,
  encryptFor,
  fromBase64,
  type Identity,
  toBase64,
} from '@musubi/evidence';
import type { z } from 'zod';
import { type HubConnection, HubProblem } from '../hub/connection.js';
import { Directory } from '../hub/directory.js';
import type { HubTrust } from '../hub/pins.js';
import { newId } from '../new-id.js';
import { trustedReaders } from '../send/readers.js';

/** A document as a list shows it; `head` is null when no key at hand opens it. */
export interface ListedDocument<Head> {
  readonly data: DraftData;
  readonly head: Head | null;
}

export interface DocumentSave {
  readonly id: string;
  /** Version this was made from, 0 for a new document. */
  readonly basedOn: number;
  readonly purpose: DraftPurpose;
  /** Small JSON that lists show. */
  readonly head: object;
  readonly partIds: readonly string[];
}

const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const decode = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));

/**
 * Documents that all terminals of an office share. Everything is encrypted to the office's own certificates before it
 * leaves the terminal: the hub keeps and versions what it can't read.
 */
export class OfficeDocuments {
  constructor(
    private readonly hub: HubConnection,
    private readonly trust: HubTrust,
    private readonly identities: readonly Identity[],
    private readonly officeNumber: string,
    private readonly now: () => Date,
  ) {}

  /** All of one purpose, the one saved last first. */
  async list<S extends z.ZodType>(purpose: DraftPurpose, schema: S): Promise<ListedDocument<z.output<S>>[]> {
    const drafts: DraftData[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await this.hub.call('listDrafts', { query: { purpose, cursor } });
      drafts.push(...page.drafts);
      cursor = page.next;
    }
    drafts.sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
    return Promise.all(drafts.map(async (data) => ({ data, head: await this.headOf(data, schema) })));
  }

  async get<S extends z.ZodType>(id: string, schema: S): Promise<ListedDocument<z.output<S>>> {
    const data = await this.hub.call('getDraft', { params: { id } });
    return { data, head: await this.headOf(data, schema) };
  }

  /** The same, or null when there is no such document. */
  async find<S extends z.ZodType>(id: string, schema: S): Promise<ListedDocument<z.output<S>> | null> {
    try {
      return await this.get(id, schema);
    } catch (error) {
      if (error instanceof HubProblem && error.code === 'MSB-NOT-FOUND') return null;
      throw error;
    }
  }

  async headOf<S extends z.ZodType>({ head }: DraftData, schema: S): Promise<z.output<S> | null> {
    try {
      return schema.parse(decode(await decryptWith(fromBase64(head), this.identities)));
    } catch (error) {
      if (error instanceof EvidenceError) return null; // made for a certificate this terminal does not have
      throw error;
    }
  }

  /** Saves a head; throws HubProblem MSB-DRAFT-CHANGED when another terminal saved it meanwhile. */
  async save({ id, basedOn, purpose, head, partIds }: DocumentSave): Promise<DraftData> {
    const sealed = toBase64(await this.#seal(encode(head)));
    const body = { basedOn, purpose, head: sealed, partIds: [...new Set(partIds)] };
    return this.hub.call('saveDraft', { params: { id }, body });
  }

  /** Lays an encrypted part beside the document; it stays only if the next saved head names it. */
  async addPart(id: string, bytes: Uint8Array): Promise<string> {
    const partId = newId(this.now());
    await this.hub.call('putDraftPart', { params: { id, partId }, body: await this.#seal(bytes) });
    return partId;
  }

  async addJson(id: string, value: unknown): Promise<string> {
    return this.addPart(id, encode(value));
  }

  async part(id: string, partId: string): Promise<Bytes> {
    const bytes = await this.hub.call('getDraftPart', { params: { id, partId } });
    if (!(bytes instanceof Uint8Array)) throw new TypeError('the part route answers with bytes');
    return decryptWith(bytes, this.identities);
  }

  async json<S extends z.ZodType>(id: string, partId: string, schema: S): Promise<z.output<S>> {
    return schema.parse(decode(await this.part(id, partId)));
  }

  async remove(id: string): Promise<void> {
    await this.hub.call('deleteDraft', { params: { id } });
  }

  async #seal(bytes: Uint8Array): Promise<Uint8Array> {
    const directory = new Directory(this.hub, this.trust);
    const readers = await trustedReaders(directory, await directory.office(this.officeNumber), this.now());
    return encryptFor(bytes, readers);
  }
}
