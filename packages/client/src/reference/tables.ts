import type { ReferenceTable } from '@musubi/contract';
import { z } from 'zod';
import type { HubConnection } from '../hub/connection.js';
import { ConnectionFailure, type FileStore } from '../ports.js';

const FOLDER = 'reference';
const LIST = `${FOLDER}/list.json`;
const ids = z.array(z.uuid());
const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const pathOf = (id: string) => `${FOLDER}/${id}.csv`;

/**
 * The tables of service codes that operators published and the office imported. A table never changes, so that each is
 * fetched once and then read from this terminal, off line as well.
 */
export class ReferenceTables {
  constructor(
    private readonly hub: HubConnection,
    private readonly files: FileStore,
  ) {}

  async list(): Promise<readonly ReferenceTable[]> {
    return (await this.hub.call('listReferenceTables', {})).tables;
  }

  /** The texts of all tables, each to be laid over those before it; without the hub those that were known last. */
  async load(): Promise<string[]> {
    const wanted = await this.#ids();
    const texts = await Promise.all(wanted.map((id) => this.#text(id)));
    return texts.flatMap((text) => text ?? []);
  }

  async #ids(): Promise<readonly string[]> {
    try {
      const wanted = (await this.list()).map(({ id }) => id);
      await this.files.write(LIST, encode(JSON.stringify(wanted)));
      for (const name of await this.files.list(FOLDER)) {
        if (name.endsWith('.csv') && !wanted.includes(name.slice(0, -4))) await this.files.remove(`${FOLDER}/${name}`);
      }
      return wanted;
    } catch (error) {
      if (!(error instanceof ConnectionFailure)) throw error;
      const kept = await this.files.read(LIST);
      return kept ? ids.parse(JSON.parse(decode(kept))) : [];
    }
  }

  /** Null for a table that can't be had now. */
  async #text(id: string): Promise<string | null> {
    const kept = await this.files.read(pathOf(id));
    if (kept) return decode(kept);
    try {
      const { content } = await this.hub.call('getReferenceTable', { params: { id } });
      await this.files.write(pathOf(id), encode(content));
      return content;
    } catch (error) {
      if (error instanceof ConnectionFailure) return null; // asked for again at the next start
      throw error;
    }
  }
}
