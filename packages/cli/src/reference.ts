import { createFileStore } from '@musubi/client/node';
import {
  type CodeKnowledge,
  codeKnowledge,
  layTables,
  readServiceCodes,
  type ServiceCode,
  type ServiceCodes,
  serviceCodes,
  tableText,
} from '@musubi/reference';
import { readTable } from '@musubi/reference/node';
import { z } from 'zod';
import { homeFolder } from './home-folder.js';

const FOLDER = 'reference';
const about = z.object({ importedAt: z.string(), files: z.array(z.string()) });

/** A table that was imported on this computer. */
export interface ImportedTable extends z.infer<typeof about> {
  /** Also the order in which tables are laid over the bundled one. */
  readonly id: string;
  readonly lines: readonly ServiceCode[];
}

const store = () => createFileStore(homeFolder());

/** The tables imported on this computer, the first import first. */
export async function importedTables(): Promise<ImportedTable[]> {
  const files = store();
  const ids = (await files.list(FOLDER)).sort();
  const tables = await Promise.all(
    ids.map(async (id): Promise<ImportedTable[]> => {
      const [head, text] = await Promise.all(
        ['about.json', 'table.csv'].map((name) => files.read(`${FOLDER}/${id}/${name}`)),
      );
      if (!head || !text) return []; // removed by another process meanwhile
      const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
      return [{ id, ...about.parse(JSON.parse(decode(head))), lines: readServiceCodes(decode(text)) }];
    }),
  );
  return tables.flat();
}

/** Keeps an import, whole or not at all. */
export async function keepTable(lines: readonly ServiceCode[], names: readonly string[], at: Date): Promise<string> {
  const id = `${at.toISOString().replaceAll(/\D/g, '').slice(0, 17)}-${crypto.randomUUID().slice(0, 4)}`;
  const encode = (text: string) => new TextEncoder().encode(text);
  const head = JSON.stringify({ importedAt: at.toISOString(), files: names });
  const content = new Map([
    ['about.json', encode(head)],
    ['table.csv', encode(tableText(lines))],
  ]);
  await store().writeFolder(`${FOLDER}/${id}`, content);
  return id;
}

export async function removeTable(id: string): Promise<void> {
  await store().remove(`${FOLDER}/${id}`);
}

/** The lines in use: the bundled table with the imported ones over it. */
export async function linesInUse(): Promise<readonly ServiceCode[]> {
  const imported = await importedTables();
  return layTables(readServiceCodes(readTable('service-codes.csv')), ...imported.map(({ lines }) => lines));
}

/** The service codes that all commands go by. */
export async function loadServiceCodes(): Promise<ServiceCodes> {
  return serviceCodes(await linesInUse());
}

/** The same where files hold a 第7表, whose sums ask for it; nothing else needs the tables read. */
export async function knowledgeFor(files: readonly { readonly name: string }[]): Promise<CodeKnowledge | undefined> {
  return files.some(({ name }) => /SIKYU/i.test(name.normalize('NFKC'))) ? loadKnowledge() : undefined;
}

/** Loads the kinds of service codes by those tables. */
export async function loadKnowledge(): Promise<CodeKnowledge> {
  return codeKnowledge(await loadServiceCodes());
}
