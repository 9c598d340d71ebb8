import { z } from 'zod';
import { JOB_NAMES } from '../jobs.js';
import { base64, fingerprint, instant, month, officeNumber, page, paging } from './common.js';
import { alert, auditRow, certificate, operatorOffice } from './offices.js';
import { operatorPerson, reason } from './operator-acts.js';
import { signedReceipt, transmission } from './transmissions.js';

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

export const operatorTerminal = z.object({ name: z.string(), firstSeenAt: instant, lastSeenAt: instant });

export const officeDetail = z.object({
  office: operatorOffice,
  isAtWork: z
    .boolean()
    .describe('この事業所の人がログインしたことがあるか（あれば、証明書や人の追加にもう一人の運営者の確認が要る）'),
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
export const peopleQuery = z.object({ search: z.string().min(1).max(100), ...paging });
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
