import { z } from 'zod';
import { instant, officeNumber, paging, serviceType } from './common.js';

/** A line of text people type: trimmed, not empty. */
const line = (max: number) => z.string().trim().min(1).max(max);

/** Id of an entry that operators keep. */
export const entryId = z.object({ id: z.string().max(40) });

// お知らせ

export const notice = z.object({
  id: z.string(),
  publishedAt: instant,
  title: z.string(),
  body: z.string(),
  important: z.boolean(),
});
export const noticeList = z.object({ notices: z.array(notice) });

/** Whom a notice is for: anybody on the public page, everybody signed in, or offices by place or service. */
export const audience = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('everyone') }),
  z.object({ kind: z.literal('signedIn') }),
  z.object({
    kind: z.literal('prefecture'),
    codes: z
      .array(z.string().regex(/^(0[1-9]|[1-3][0-9]|4[0-7])$/))
      .min(1)
      .max(47)
      .describe('都道府県コード（01〜47）'),
  }),
  z.object({ kind: z.literal('serviceType'), codes: z.array(serviceType).min(1).max(60) }),
]);
export const newNotice = z
  .object({
    title: line(200),
    body: line(4000),
    important: z.boolean(),
    audience: audience.default({ kind: 'signedIn' }),
    from: instant.nullable().default(null).describe('出す日時。null は今すぐ'),
    until: instant.nullable().default(null).describe('下げる日時。null は下げない'),
  })
  .refine(({ from, until }) => !from || !until || Date.parse(from) < Date.parse(until), {
    path: ['until'],
    message: '「until」は「from」より後にしてください。',
  });
export const operatorNotice = notice.extend({ audience, until: instant.nullable() });
export const operatorNoticeList = z.object({ notices: z.array(operatorNotice) });

// よくある質問

/** Topics of よくある質問 in the order they are shown. */
export const FAQ_TOPICS = ['start', 'certificate', 'send', 'receive', 'files', 'safety', 'cost', 'trouble'] as const;
export const faqEntry = z.object({
  id: z.string(),
  topic: z.enum(FAQ_TOPICS),
  question: z.string(),
  answer: z.string().describe('段落は空行で分ける'),
  words: z.string().describe('ほかの言い方（検索用）'),
});
export const faqList = z.object({ entries: z.array(faqEntry) });
export const newFaqEntry = z.object({
  topic: z.enum(FAQ_TOPICS),
  question: line(200),
  answer: line(4000),
  words: z.string().trim().max(500).default(''),
  shown: z.boolean().default(true).describe('公開する'),
});
export const operatorFaqEntry = faqEntry.extend({ shown: z.boolean(), changedAt: instant });
export const operatorFaqList = z.object({ entries: z.array(operatorFaqEntry) });

// お問い合わせ

export const TICKET_CATEGORIES = ['start', 'certificate', 'usage', 'error', 'software', 'opinion', 'other'] as const;
export const ticketNumber = z
  .string()
  .regex(/^[0-9A-HJ-NP-TV-Z]{4}-[0-9A-HJ-NP-TV-Z]{4}$/)
  .describe('受付番号');
export const ticketParams = z.object({ ticketNumber: z.string().max(40) });
export const newTicket = z.object({
  category: z.enum(TICKET_CATEGORIES),
  body: line(4000),
  personName: z.string().trim().max(100).default(''),
  officeNumber: z.union([officeNumber, z.literal('')]).default(''),
  mailAddress: z
    .union([z.email().max(254), z.literal('')])
    .default('')
    .describe('メールで返事を受け取るとき'),
  website: z.string().max(500).default('').describe('人には見えない欄。入力があれば受け付けない'),
});
export const ticketReceipt = z.object({
  ticketNumber,
  secret: z.string().describe('返事を見るための合言葉。この一度だけ渡す'),
  mailed: z.boolean().describe('受付のメールを送る'),
});
export const ticketLookUp = z.object({ ticketNumber: z.string().trim().max(40), secret: z.string().trim().max(100) });
const ticketAnswer = z.object({ at: instant, body: z.string() });
export const ticket = z.object({
  ticketNumber,
  category: z.enum(TICKET_CATEGORIES),
  body: z.string(),
  state: z.enum(['open', 'answered', 'closed']),
  receivedAt: instant,
  answers: z.array(ticketAnswer),
});
export const operatorTicket = ticket.extend({
  personName: z.string().nullable(),
  officeNumber: z.string().nullable(),
  mailAddress: z.string().nullable(),
});
/** Letters are long: fewer of them make a page. */
export const ticketQuery = z.object({
  state: z.enum(['open', 'answered', 'closed']).optional(),
  cursor: paging.cursor,
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export const newTicketAnswer = z.object({ body: line(4000) });
export const faqFromTicket = newFaqEntry.omit({ shown: true });

// 対応ソフト

export const software = z.object({
  id: z.string(),
  maker: z.string(),
  product: z.string(),
  version: z.string(),
  editions: z.array(z.enum(['3', '4.1'])),
  status: z.enum(['tested', 'declared', 'ended']).describe('確認済み、メーカーの届け出、提供終了'),
  tested: z.string().describe('確かめた内容'),
  testedOn: z.iso.date(),
});
export const softwareList = z.object({ software: z.array(software) });
export const newSoftware = software.omit({ id: true }).extend({
  maker: line(100),
  product: line(100),
  version: line(60),
  editions: software.shape.editions.min(1).max(2),
  tested: line(1000),
});
