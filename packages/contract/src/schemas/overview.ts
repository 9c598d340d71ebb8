import { z } from 'zod';
import { instant, month, officeNumber, paging, serviceType, uuid } from './common.js';

/** What waits today, for the top page. All counts are of the caller's office. */
export const summary = z.object({
  unretrieved: z.number().int().describe('届いていて、まだ取得していない'),
  unopened: z.number().int().describe('取得したが、まだ開いていない'),
  expiringSoon: z.number().int().describe('未取得のまま14日以内に期限が来る'),
  notFetched: z.number().int().describe('送ってから3日たっても取得されていない'),
  rejected: z.number().int().describe('30日以内に差し戻された送信'),
});

export const partner = z.object({
  officeNumber,
  name: z.string(),
  serviceTypes: z.array(serviceType),
  canReceive: z.boolean(),
  lastAt: instant.describe('最後に送受信した日時'),
  unopened: z.number().int().describe('この相手から届いて、まだ開いていない件数'),
});
export const partnerList = z.object({
  partners: z.array(partner),
  /** Empty by default: terminals keep copies of answers that did not have it. */
  predecessors: z
    .array(z.object({ officeNumber, name: z.string() }))
    .default([])
    .describe('記録を引き継いだ旧事業所番号'),
});

/** What passed between the office and one partner for one service month: counts by direction and kind. */
export const monthPartner = z.object({
  officeNumber,
  name: z.string(),
  schedulesSent: z.number().int(),
  schedulesReceived: z.number().int(),
  actualsSent: z.number().int(),
  actualsReceived: z.number().int(),
  notFetched: z.number().int().describe('この相手がまだ取得していない送信'),
  lastSentAt: instant.nullable(),
  lastReceivedAt: instant.nullable(),
});
export const monthOverview = z.object({ month, partners: z.array(monthPartner) });

export const officeQuery = z.object({ search: z.string().trim().min(1).max(100), ...paging });
export const foundOffice = z.object({
  officeNumber,
  name: z.string(),
  serviceTypes: z.array(serviceType),
  canReceive: z.boolean(),
});

/** The ways in which something leaves the screen: printed, saved as a form's PDF, as files (ZIP, folder), as a list (CSV), or for an inspection. */
export const OUTPUT_KINDS = ['printed', 'pdf-saved', 'files-saved', 'list-saved', 'inspection-saved'] as const;
/** The number one note may name of each: more is noted in several. */
export const MOST_NOTED = 200;
/** Outputs people took from the client; ids and months only. */
export const output = z
  .object({
    kind: z.enum(OUTPUT_KINDS),
    transmissions: z.array(uuid).max(MOST_NOTED),
    months: z.array(month).max(MOST_NOTED),
  })
  .refine(({ transmissions, months }) => transmissions.length + months.length > 0, 'what was taken out');

/** What a person prefers, the same on every terminal. */
export const preferences = z.object({
  dateStyle: z.enum(['era', 'western']).describe('令和か西暦か'),
  textSize: z.enum(['normal', 'large', 'largest']),
});

export const demoAccount = z.object({
  label: z.string(),
  officeName: z.string(),
  officeNumber,
  officeUserId: z.string(),
  userId: z.string(),
  password: z.string(),
  certificate: z.base64().describe('PKCS#12'),
  certificatePassword: z.string(),
});
/** Empty unless the hub runs in demo mode. */
export const demo = z.object({ accounts: z.array(demoAccount) });

/** A browser's push subscription (RFC 8030, RFC 8291). */
export const pushSubscription = z.object({
  endpoint: z.url({ protocol: /^https$/ }).max(1000),
  publicKey: z
    .string()
    .regex(/^[\w-]{80,100}$/)
    .describe('p256dh（base64url）'),
  secret: z
    .string()
    .regex(/^[\w-]{16,40}$/)
    .describe('auth（base64url）'),
});
export const pushKey = z.object({ applicationServerKey: z.string().describe('VAPID 公開鍵（base64url）') });
