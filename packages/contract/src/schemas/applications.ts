import { z } from 'zod';
import { instant, officeNumber, requestPem, serviceType } from './common.js';
import { campaignCode, offer } from './licences.js';
import { certificate } from './offices.js';

const text = (max: number) => z.string().trim().min(1).max(max);
export const mailAddress = z.email().max(200);
/** 256 random bits in base64url; it travels in a link's fragment and in bodies, never in an address. */
export const applicationToken = z.string().regex(/^[\w-]{43}$/);
export const applicationNumber = z.string().regex(/^A[0-9]{10}$/);

/** 受取コード: 8 digits, with or without the hyphen. It never travels by mail. */
export const claimCode = z.string().regex(/^[0-9]{4}-?[0-9]{4}$/);

export const newApplication = z.object({
  officeNumber,
  officeName: text(200),
  corporationName: text(200),
  serviceTypes: z.array(serviceType).min(1).max(60),
  contactName: text(100),
  mailAddress,
  phone: z.string().regex(/^[0-9+() -]{9,20}$/),
  campaignCode: campaignCode.nullable().describe('使うキャンペーン。null なら年間ライセンス'),
});

/** Whether the mail with the link left the hub; `off` when it has no mail server and an operator gets in touch. */
export const mailOutcome = z.enum(['sent', 'failed', 'off']);
/** The code is shown this once, on the screen of who applied; the hub keeps a hash. */
export const applicationAnswer = z.object({ applicationNumber, mail: mailOutcome, claimCode });
export const linkRequest = z.object({ applicationNumber, mailAddress });
export const linkAnswer = z.object({ mail: mailOutcome });

export const applicationOptions = z.object({
  offers: z.array(offer),
  authority: z.enum(['trial', 'external']),
});

export const applicationState = z.enum(['unconfirmed', 'waiting', 'approved', 'refused']);

/** What the applicant sees under the link. */
export const application = z.object({
  applicationNumber,
  state: applicationState,
  officeNumber,
  officeName: z.string(),
  contactName: z.string(),
  appliedAt: instant,
  decidedAt: instant.nullable(),
  refusalReason: z.string().nullable(),
  /** The office's KJ… id, once approved. */
  officeUserId: z.string().nullable(),
  handedOverAt: instant.nullable().describe('ユーザIDと初期パスワードを渡した日時'),
  certificate: z.enum(['none', 'requested', 'issued']),
  certificates: z.array(certificate),
});

export const tokenOnly = z.object({ token: applicationToken });
/** Shown this once: the hub keeps only a hash of the password. */
export const handover = z.object({
  officeUserId: z.string(),
  userId: z.string(),
  initialPassword: z.string(),
  passwordExpiresAt: instant,
});
/** The two things that open a hand-over: the mailed link's token, and the code that came by another way. */
export const claim = z.object({ token: applicationToken, claimCode });
export const certification = claim.extend({ requestPem });
export const newClaimCode = z.object({ claimCode });

export const operatorApplication = application.omit({ certificates: true }).extend({
  corporationName: z.string(),
  serviceTypes: z.array(serviceType),
  mailAddress: z.string(),
  phone: z.string(),
  campaignCode: campaignCode.nullable(),
  mailConfirmedAt: instant.nullable(),
  /** Why the hub did not decide by itself. */
  waitsBecause: z.enum(['operator', 'mail-off', 'not-in-registry', 'differs-from-registry']).nullable(),
});
export const refusal = z.object({ reason: text(1000) });
/** `link` is there when the hub could not mail it: the operator hands it over. */
export const decisionAnswer = z.object({
  application: operatorApplication,
  mail: mailOutcome,
  link: z.string().nullable(),
});
