import { isFindingCode, UNIT_KINDS } from '@musubi/standard';
import { z } from 'zod';
import { base64, instant, month, office, officeNumber, paging, serviceType, uuid } from './common.js';

/**
 * What a transmission carries: the sending units of the standard, or attachments or a message alone.
 */
export const TRANSMISSION_KINDS = [...UNIT_KINDS, 'attachments', 'message'] as const;
export const transmissionKind = z.enum(TRANSMISSION_KINDS);

/** What became of the payload; exactly one of the last three ends it. */
export const delivery = z.enum(['consigned', 'handedOver', 'recalled', 'expired']);
/** What the recipient's software made of it; null until somebody says so. */
export const decision = z.enum(['accepted', 'rejected']);

export const transmission = z.object({
  id: uuid,
  kind: transmissionKind,
  edition: z.enum(['3', '4.1']).nullable(),
  serviceMonth: month.nullable(),
  serial: z.string().nullable().describe('ファイル連番'),
  sender: office,
  recipient: office,
  fileNames: z.array(z.string()),
  attachmentCount: z.number().int(),
  hasMessage: z.boolean(),
  payloadSize: z.number().int(),
  delivery,
  decision: decision.nullable(),
  submittedAt: instant,
  releasedAt: instant
    .nullable()
    .default(null)
    .describe('送信先の側が中身を最初に読み出した日時。ここから先は取り消せない'),
  handedOverAt: instant.nullable(),
  handedOverTo: z.string().nullable().describe('最初に取得した人の表示名'),
  openedAt: instant.nullable(),
  decidedAt: instant.nullable(),
  expiresAt: instant,
  supersedes: uuid.nullable(),
  /** Default for copies that clients kept before agents were there. */
  agentName: z.string().nullable().default(null).describe('代行して送った人または会社'),
});

export const transmissionQuery = z.object({
  box: z.enum(['inbox', 'sent']),
  office: officeNumber.optional().describe('引き継いだ旧事業所番号（省くと自事業所）'),
  serviceType: serviceType.optional().describe('自事業所のサービス種類'),
  partner: officeNumber.optional().describe('相手の事業所番号'),
  month: month.optional(),
  kind: transmissionKind.optional(),
  delivery: delivery.optional(),
  decision: decision.optional(),
  unopened: z.literal('true').optional().describe('まだ開かれていないもの（取得の前後を問わない）'),
  from: instant.optional().describe('この日時以降に送信されたもの'),
  to: instant.optional().describe('この日時より前に送信されたもの'),
  ...paging,
});

export const signedReceipt = z.object({
  id: uuid,
  event: z.string(),
  at: instant,
  receipt: base64.describe('正規化 JSON'),
  signature: base64.describe('CMS SignedData（DER、detached）'),
});
export const receipts = z.object({ receipts: z.array(signedReceipt) });

export const submission = z.object({
  transmission,
  receipts: z.array(signedReceipt),
  /** False when the same submission had been accepted before (an exact retry). */
  created: z.boolean(),
});

/** Manifest and its signature as submitted; the payload is fetched on its own. */
export const signedManifest = z.object({ manifest: base64, signature: base64 });

/** The recipient's signed statement that all bytes arrived: the basis of ContentHandover. */
export const handover = z.object({ statement: base64, signature: base64 });

const place = z.number().int().min(0).max(10_000_000).nullable();

/**
 * The place where a check refused a file, without the value: values stay with the offices. The hub signs it into a receipt, so it
 * holds codes of the standard's catalogue, names of this transmission's files and numbers, and no word of anybody's own
 * (security-review L18).
 */
export const findingPosition = z.object({
  code: z
    .string()
    .regex(/^MSB-[A-Z0-9-]{1,56}$/)
    .refine(isFindingCode, 'このコードは検出事項の一覧にありません。'),
  file: z
    .string()
    .regex(/^[0-9A-Za-z_.]{1,120}$/)
    .nullable()
    .describe('この送信に入っているファイルの名前'),
  record: place,
  line: place,
  item: place,
});

export const decisionRequest = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('accepted') }),
  z.object({
    decision: z.literal('rejected'),
    reason: z.enum(['wrong-client', 'cannot-import', 'wrong-recipient', 'duplicate', 'other']),
    findings: z.array(findingPosition).max(200),
  }),
]);

export const readerCertificates = z.object({ fingerprints: z.array(z.string()).max(100) });
