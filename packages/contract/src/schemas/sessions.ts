import { z } from 'zod';
import { instant, officeNumber, role, serviceType, uuid } from './common.js';

/** A terminal names itself; from its second sign-in on it proves itself by the secret it was given. */
export const terminal = z.object({
  id: uuid,
  secret: z.string().min(20).max(100).optional(),
  name: z.string().min(1).max(100).describe('端末の名前（例: 事務所PC1）'),
});

export const loginRequest = z.object({
  assertion: z
    .string()
    .max(20_000)
    .describe('証明書の鍵で署名した JWS（x5c つき。aud は接続先のアドレス。例: https://musubi.example.jp）'),
  userId: z.string().min(1).max(40).describe('個人のユーザID（C…）'),
  password: z.string().min(1).max(200),
  officeUserId: z.string().max(40).optional().describe('事業所のユーザID（KJ…）。端末を初めて使うときだけ必要'),
  oneTimeCode: z
    .string()
    .regex(/^[0-9]{6}$/)
    .optional(),
  terminal,
});

/** Set when the account is an agent's (代行): in whose place it acts is the session's office. */
export const actingAgent = z.object({
  agentName: z.string(),
  maySend: z.boolean(),
  mayReceive: z.boolean(),
  validUntil: instant,
});

export const account = z.object({
  userId: z.string(),
  displayName: z.string(),
  kind: z.enum(['person', 'machine', 'operator']),
  roles: z.array(role),
  oneTimeCodeEnabled: z.boolean(),
  /** Default for sessions that browsers kept before agents were there. */
  agent: actingAgent.nullable().default(null),
});

export const ownOffice = z.object({
  officeNumber,
  name: z.string(),
  serviceTypes: z.array(serviceType),
  licensedUntil: instant.nullable(),
  suspended: z.boolean(),
  suspendedReason: z.string().nullable(),
  fetchUntil: instant.nullable().describe('閉じた事業所が、届いたデータを取得できる期限'),
});

export const session = z.object({
  account,
  office: ownOffice,
  terminalId: uuid,
  mustChangePassword: z.boolean(),
  mustEnrolOneTimeCode: z.boolean().default(false).describe('確認コードを登録するまで、ほかのことはできない'),
  idleMinutes: z.number().int().default(30).describe('人の操作がこの分だけないと、ログインが切れる'),
  expiresAt: instant,
  endsAt: instant.describe('更新しても、この時刻を過ぎたら再ログインが必要'),
});

export const loginAnswer = z.object({
  token: z.string(),
  refreshToken: z.string().nullable(),
  terminalSecret: z.string().nullable().describe('端末を初めて使ったときだけ渡す。端末に保管する'),
  session,
});

export const refreshRequest = z.object({ refreshToken: z.string().max(200) });

export const machineTokenRequest = z.object({
  assertion: z.string().max(20_000),
  machineId: z.string().min(1).max(40),
  machineSecret: z.string().min(20).max(100),
});

export const passwordChange = z.object({
  currentPassword: z.string().min(1).max(200),
  newPassword: z.string().min(1).max(200),
});

export const proof = z.object({ password: z.string().min(1).max(200) });

export const oneTimeCodeEnrolment = z.object({ secret: z.string(), uri: z.string() });
export const oneTimeCodeConfirmation = z.object({ code: z.string().regex(/^[0-9]{6}$/) });

export const terminalListing = z.object({
  terminals: z.array(
    z.object({ id: uuid, name: z.string(), firstSeenAt: instant, lastSeenAt: instant, current: z.boolean() }),
  ),
});
