import { z } from 'zod';
import { instant, officeNumber, paging, serviceType } from './common.js';
import { directoryOffice } from './offices.js';

export const edition = z.enum(['3', '4.1']).describe('標準仕様の版');
const prefecture = z.string().regex(/^[0-9]{2}$/);
const municipality = z.string().regex(/^[0-9]{5}$/);

export const directoryQuery = z.object({
  search: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .describe('事業所番号の始め、または名前・カナの一部（1文字なら名前の始め）'),
  prefecture: prefecture.optional().describe('都道府県コード（2桁）'),
  municipality: municipality.optional().describe('市区町村コード（5桁）。政令指定都市は区も含む'),
  serviceType: serviceType.optional(),
  edition: edition.optional().describe('この版を受け取れる事業所だけ'),
  participating: z.enum(['yes']).optional().describe('参加中の事業所だけ'),
  ...paging,
});

/** An office as anybody finds it: what it is and whether it takes part. */
export const directoryRow = z.object({
  officeNumber,
  name: z.string(),
  prefecture,
  municipality: municipality.nullable(),
  serviceTypes: z.array(serviceType),
  editions: z.array(edition),
  participating: z.boolean(),
});

export const directoryPage = z.object({
  items: z.array(directoryRow),
  next: z.string().nullable(),
  count: z.number().int().nullable().describe('件数。1,001 は「1,000件より多い」。続きのページでは null'),
});

/** How soon an office usually fetches what was sent to it. */
export const pace = z.enum(['sameDay', 'nextDay', 'threeDays', 'week', 'slower']);

const contact = z.object({ address: z.string(), phone: z.string(), fax: z.string(), url: z.string() });

export const directoryDetail = directoryRow.extend({
  kana: z.string(),
  corporation: z.string(),
  since: instant.nullable().describe('参加した日時'),
  pace: pace.nullable().describe('ふだんの受け取りの早さ。3か月に5件未満なら null'),
  contact: contact.nullable().describe('事業所が隠しているとき、登録がないときは null'),
  contactHidden: z.boolean(),
  note: z.string().describe('事業所からのひとこと'),
});

export const areaQuery = z.object({
  prefecture: prefecture.optional().describe('指定すると市区町村ごと、なければ都道府県ごと'),
  serviceType: serviceType.optional(),
});
export const areaCount = z.object({
  code: z.string().describe('都道府県コードまたは市区町村コード。空は市区町村が分からないもの'),
  offices: z.number().int(),
  participating: z.number().int(),
});
export const areaCounts = z.object({ areas: z.array(areaCount) });

export const officesToFind = z.object({ officeNumbers: z.array(officeNumber).min(1).max(300) });
export const officesFound = z.object({ offices: z.array(directoryOffice), unknown: z.array(officeNumber) });

export const officeProfile = z.object({
  showContact: z.boolean().describe('所在地・電話などを事業所検索に出す'),
  editions: z.array(edition).min(1).max(2).describe('受け取れる版'),
  note: z.string().trim().max(200),
});

export const importedChange = z.object({
  officeNumber,
  name: z.string(),
  changes: z.array(z.object({ column: z.string(), before: z.string(), after: z.string() })),
});
export const refusedRow = z.object({
  line: z.number().int().describe('ファイルの行番号（見出しが1）'),
  column: z.string(),
  value: z.string(),
  reason: z.string(),
});
const namedOffice = z.object({ officeNumber, name: z.string() });

/** What an import did; the lists hold the first 200 of each, the counts all. */
export const importReport = z.object({
  services: z.array(z.string()),
  rows: z.number().int(),
  unchanged: z.number().int(),
  addedCount: z.number().int(),
  changedCount: z.number().int(),
  closedCount: z.number().int(),
  refusedCount: z.number().int(),
  added: z.array(namedOffice),
  changed: z.array(importedChange),
  closed: z.array(namedOffice),
  refused: z.array(refusedRow),
});
export const directoryImport = z.object({
  id: z.uuid(),
  importedAt: instant,
  actor: z.string(),
  edition: z.string(),
  report: importReport,
});
export const importQuery = z.object({
  edition: z.string().trim().min(1).max(40).describe('データの版（例: 2025-12）'),
});
