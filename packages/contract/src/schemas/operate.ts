import { z } from 'zod';
import { JOB_NAMES } from '../jobs.js';
import { base64, fingerprint, instant, month, officeNumber, page, paging, uuid } from './common.js';
import { alert, auditRow, certificate, operatorOffice } from './offices.js';
import { account } from './people.js';
import { signedReceipt, transmission } from './transmissions.js';

/** Why the operator acts; the office reads it. */
export const reason = z
  .string()
  .trim()
  .min(5)
  .max(300)
  .describe('理由（事業所に見えます。利用者や職員の氏名を書かないでください）');

export const officeState = z.enum(['active', 'suspended', 'closed', 'unlicensed']);

export const officeQuery = z.object({
  search: z.string().max(100).optional(),
  state: officeState.optional(),
  ...paging,
});
export const officeList = page(operatorOffice).extend({
  counts: z
    .object({
      active: z.number().int(),
      suspended: z.number().int(),
      closed: z.number().int(),
      unlicensed: z.number().int(),
    })
    .nullable()
    .describe('状態ごとの件数（すべての事業所のうち）。2ページ目からは null'),
});

export const operatorPerson = account.extend({ officeNumber, officeName: z.string() });
export const operatorTerminal = z.object({ name: z.string(), firstSeenAt: instant, lastSeenAt: instant });

export const officeDetail = z.object({
  office: operatorOffice,
  people: z.array(operatorPerson),
  terminals: z.array(operatorTerminal),
  certificates: z.array(certificate),
  predecessors: z.array(z.object({ officeNumber, name: z.string() })),
  lastSignedInAt: instant.nullable(),
  sentLast31Days: z.number().int(),
  receivedLast31Days: z.number().int(),
  waiting: z.number().int().describe('取得を待っている件数'),
});

export const reasonBody = z.object({ reason });
export const officeClosing = z.object({
  reason,
  fetchUntil: instant.describe('この日時まで、届いたデータを取得できる'),
});
export const officeSuccession = officeClosing.extend({ successor: officeNumber.describe('引き継ぐ事業所番号') });

export const peopleQuery = z.object({ search: z.string().min(1).max(100), ...paging });
export const personAct = z.object({
  action: z.enum(['unlock', 'disable', 'enable', 'reset-second-factor']),
  reason,
});

/** An act on an operator's account waits for a second operator: nothing has happened yet. */
const waitsForSecond = z.boolean().describe('もう一人の運営者の確認を待っているか（運営者に対する操作）');
export const personActed = operatorPerson.extend({ waitsForSecond });
export const operatorPasswordReset = z.object({
  initialPassword: z.string().nullable(),
  passwordExpiresAt: instant.nullable(),
  waitsForSecond,
});
export const operatorAct = z.object({
  id: uuid,
  kind: z.enum([...personAct.shape.action.options, 'reset-password']),
  subjectId: z.string(),
  officeNumber,
  reason: z.string(),
  askedBy: z.string(),
  askedAt: instant,
  expiresAt: instant,
});
export const operatorActs = z.object({ acts: z.array(operatorAct) });
export const actDecision = z.object({ confirmed: z.boolean() });
export const actDecided = z.object({
  initialPassword: z.string().nullable().describe('パスワードの初期化を確認した人にだけ、一度だけ見せる'),
  passwordExpiresAt: instant.nullable(),
});

export const journeyQuery = z.object({ officeNumber, month: month.optional(), ...paging });
/** The way of one transmission: what the hub signed and what its audit log says, in order; never the content. */
export const journey = z.object({
  transmission: transmission.omit({ fileNames: true }).extend({ fileCount: z.number().int() }),
  steps: z.array(z.object({ event: z.string(), at: instant })),
  audit: z.array(auditRow),
});
export const openedRecord = z.object({
  manifest: base64,
  signature: base64,
  receipts: z.array(signedReceipt),
});

export const certificateMonths = z.object({
  expiredWithoutSuccessor: z.number().int(),
  months: z.array(
    z.object({ month, count: z.number().int(), withoutSuccessor: z.number().int().describe('後の証明書がない件数') }),
  ),
});
export const certificateQuery = z.object({
  month: month.optional().describe('期限の月。省くと、すでに切れていて後の証明書がないもの'),
  ...paging,
});
export const endingCertificate = z.object({
  officeNumber,
  officeName: z.string(),
  fingerprint,
  notAfter: instant,
  hasSuccessor: z.boolean(),
});

export const health = z.object({
  version: z.string(),
  startedAt: instant,
  clockOffsetMs: z.number().describe('データベースの時計とのずれ（ミリ秒）'),
  queues: z.array(
    z.object({
      name: z.enum(['mail', 'mailFailures', 'push']),
      waiting: z.number().int(),
      oldestAt: instant.nullable(),
    }),
  ),
  jobs: z.array(
    z.object({
      name: z.enum(JOB_NAMES),
      finishedAt: instant.nullable(),
      seconds: z.number().nullable(),
      failedAt: instant.nullable(),
      failure: z.string().nullable(),
      failuresInARow: z.number().int(),
    }),
  ),
  problems: z.array(z.object({ hour: instant, code: z.string(), count: z.number().int() })),
  storage: z.object({
    databaseBytes: z.number(),
    months: z.array(z.object({ month, payloadBytes: z.number(), recordBytes: z.number() })),
  }),
  slowOffices: z.array(
    z.object({
      officeNumber,
      officeName: z.string(),
      waiting: z.number().int(),
      oldestAt: instant,
      medianHours: z.number().nullable().describe('この31日の、取得までの時間の中央値'),
    }),
  ),
  alerts: z.array(alert),
});

export const auditQuery = z.object({
  officeNumber: officeNumber.optional(),
  from: instant.optional(),
  to: instant.optional(),
  ...paging,
});
export const auditExportQuery = z.object({
  officeNumber: officeNumber.optional(),
  from: instant,
  to: instant,
  format: z.enum(['ndjson', 'csv']),
  encoding: z.enum(['utf-8', 'ms932']).default('utf-8').describe('CSV の文字コード（utf-8 は BOM 付き）'),
});
export const ownAuditQuery = z.object({ from: instant.optional(), to: instant.optional(), ...paging });
