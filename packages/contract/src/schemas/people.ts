import { z } from 'zod';
import { instant, officeNumber, role } from './common.js';

/** What the hub mails about; each kind can be had or not. */
export const MAIL_KINDS = ['arrival', 'notFetched', 'certificate', 'licence', 'delegation', 'notice'] as const;
export const mailKind = z.enum(MAIL_KINDS);

const displayName = z.string().trim().min(1).max(100);
export const mailAddress = z.email().max(254);
const password = z.string().min(1).max(200);
const peopleRole = z.enum(['administrator', 'staff', 'reader']);

/** How a person's mail address stands; administrators see this instead of the address. */
export const mailState = z.enum(['none', 'unverified', 'verified', 'refused']);

/** An account as everybody sees it who looks after it. */
export const account = z.object({
  userId: z.string(),
  displayName: z.string(),
  kind: z.enum(['person', 'machine', 'operator']),
  role,
  disabled: z.boolean(),
  locked: z.boolean(),
  lastSignedInAt: instant.nullable(),
  oneTimeCodeEnabled: z.boolean(),
  agentName: z.string().nullable().describe('代行のためのユーザのとき、代行する人または会社'),
});
export const person = account.extend({
  mail: mailState,
  invitedUntil: instant.nullable().describe('招待中なら、招待の期限'),
  terminals: z.array(z.object({ name: z.string(), lastSeenAt: instant })).describe('いまログインしている端末'),
});

export const peopleListing = z.object({
  people: z.array(person),
  requiresOneTimeCode: z.boolean().describe('全員に確認コードを求めるか'),
  canMail: z.boolean().describe('この連携基盤からメールを送れるか'),
});

export const newPerson = z.object({ displayName, role: peopleRole });
const firstPassword = {
  initialPassword: z.string(),
  passwordExpiresAt: instant.nullable().describe('初期パスワードを使える最後の日時。期限がないものは null'),
};
export const newPersonAnswer = z.object({ person, ...firstPassword });
export const invitation = z.object({ displayName, role: peopleRole, mailAddress });
export const newMachine = z.object({ displayName });
export const newMachineAnswer = z.object({ person, secret: z.string() });
export const personChange = z.object({ disabled: z.boolean().optional(), role: peopleRole.optional() });
export const passwordReset = z.object(firstPassword);
export const officeRules = z.object({ requiresOneTimeCode: z.boolean() });

/** 256 random bits that came by mail. */
const token = z.string().regex(/^[\w-]{43}$/);
export const linkToken = z.object({ token });
export const linkPurpose = z.enum(['invitation', 'password', 'mail-address']);
export const link = z.object({
  purpose: linkPurpose,
  userId: z.string(),
  displayName: z.string(),
  role,
  officeName: z.string(),
  officeNumber,
  officeUserId: z.string(),
  hasSecondFactor: z.boolean(),
  expiresAt: instant,
});
export const linkPassword = z.object({ token, password });

export const passwordRecovery = z.object({ userId: z.string().trim().min(1).max(40), mailAddress });
export const idRecovery = z.object({ mailAddress });

export const mailSettings = z.object({
  canMail: z.boolean(),
  address: mailAddress.nullable().describe('確認済みのメールアドレス'),
  pending: mailAddress.nullable().describe('確認を待っているメールアドレス'),
  refused: z.boolean().describe('宛先のサーバが受け取りを断ったため、止めている'),
  wanted: z.array(mailKind),
  offered: z.array(mailKind).describe('この人の権限で選べる種類'),
});
export const newMailAddress = z.object({ mailAddress: mailAddress.nullable() });
export const mailWishes = z.object({ wanted: z.array(mailKind).max(MAIL_KINDS.length) });

const unsubscribeToken = z.string().regex(/^[\w.-]{40,160}$/);
export const unsubscribe = z.object({ token: unsubscribeToken });
export const unsubscribed = z.object({ kind: mailKind });
