import { z } from 'zod';
import { instant, uuid } from './common.js';

/** A table of service codes that is laid over the bundled one. Its content never changes: clients keep it by its id. */
export const referenceTable = z.object({
  id: uuid,
  scope: z.enum(['all', 'office']).describe('all: すべての事業所、office: この事業所だけ'),
  name: z.string().describe('取り込んだファイルの名前'),
  lineCount: z.number().int(),
  addedAt: instant,
  addedBy: z.string().describe('取り込んだ人の表示名。運営者の表では「運営者」'),
});

export const referenceTables = z.object({
  tables: z.array(referenceTable).describe('重ねる順。あとのものが前のものに優先する'),
});
export const referenceContent = z.object({ content: z.string() });
export const referenceQuery = z.object({ name: z.string().trim().min(1).max(200).describe('ファイルの名前') });
