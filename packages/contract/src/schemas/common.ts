import { z } from 'zod';

/** 事業所番号: 10 characters, digits as a rule; the field also knows a capital letter. */
export const officeNumber = z
  .string()
  .regex(/^[0-9A-Z]{10}$/)
  .describe('事業所番号（10文字）');
/** サービス種類コード: 2 characters, e.g. 43, 11, 2A, A6. */
export const serviceType = z
  .string()
  .regex(/^[0-9A-Z]{2}$/)
  .describe('サービス種類コード（2文字）');
export const month = z
  .string()
  .regex(/^[0-9]{4}(0[1-9]|1[0-2])$/)
  .describe('対象年月 YYYYMM');
export const instant = z.iso.datetime({ offset: true }).describe('日時（RFC 3339）');
export const uuid = z.uuid();
export const fingerprint = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('証明書の SHA-256 フィンガープリント');
/** DER, JSON or other bytes inside JSON. */
export const base64 = z.base64().describe('Base64 で表したバイト列');
export const pem = z.string().min(1).max(20_000).describe('PEM');

export const office = z.object({
  officeNumber,
  serviceType,
  name: z.string().describe('事業所名'),
});

/** A request for a certificate (CSR): one for RSA-4096 has 1,700 characters. */
export const requestPem = z.string().min(1).max(8_000).describe('証明書の申請（PKCS#10、PEM）');

/** One page of a list; `next` is the cursor of the following page, null on the last one. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/** Query of a list: an opaque cursor and a limit of at most 200 rows. */
export const paging = {
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

/** What people and machines may do. `emergency` is the sealed break-glass account of the operator. */
export const ROLES = ['administrator', 'staff', 'reader', 'machine', 'operator', 'emergency'] as const;
export type Role = (typeof ROLES)[number];
export const role = z.enum(ROLES);
