import { z } from 'zod';
import { instant, officeNumber, uuid } from './common.js';

/** A calendar day in Japan. */
export const day = z.iso.date().describe('日付（日本時間）YYYY-MM-DD');
export const campaignCode = z
  .string()
  .regex(/^[A-Z0-9-]{1,40}$/)
  .describe('キャンペーンの記号');

/** What an office may take: the paid plan (no campaign code) or an open campaign. */
export const offer = z.object({
  campaignCode: campaignCode.nullable(),
  name: z.string(),
  priceYen: z.number().int().min(0),
  startsOn: day,
  endsOn: day,
});

export const licence = z.object({
  id: uuid,
  officeNumber,
  officeName: z.string(),
  name: z.string().describe('プランまたはキャンペーンの名前'),
  campaignCode: campaignCode.nullable(),
  priceYen: z.number().int().min(0),
  startsOn: day,
  endsOn: day,
  origin: z.enum(['application', 'renewal', 'automatic']),
});

export const ownLicence = z.object({
  licensedUntil: instant.nullable(),
  automaticRenewal: z.boolean(),
  cancelledOn: day.nullable(),
  licences: z.array(licence).describe('これまでとこれからの期間、新しい順'),
  offers: z.array(offer).describe('いま手続きできる次の期間。手続き済みなら空'),
});

export const renewal = z.object({ campaignCode: campaignCode.nullable() });
export const licenceChange = z.object({ automaticRenewal: z.boolean() });
export const cancellation = z.object({ on: day });

/** Either free until a set day or for a number of months. */
export const newCampaign = z
  .object({
    name: z.string().min(1).max(100),
    priceYen: z.number().int().min(0).max(1_000_000),
    endsOn: day.nullable().describe('この日まで'),
    months: z.number().int().min(1).max(60).nullable().describe('この月数'),
    appliesFrom: day,
    appliesUntil: day,
  })
  .refine(({ endsOn, months }) => (endsOn === null) !== (months === null), {
    message: 'endsOn か months のどちらか一つを指定してください',
  })
  .refine(({ appliesFrom, appliesUntil }) => appliesFrom <= appliesUntil, {
    message: 'appliesFrom は appliesUntil 以前にしてください',
  });
export const campaign = z.object({
  code: campaignCode,
  name: z.string(),
  priceYen: z.number().int(),
  endsOn: day.nullable(),
  months: z.number().int().nullable(),
  appliesFrom: day,
  appliesUntil: day,
});

/** What a proof of enrolment states: since when, until when, and with how many others data really passed. */
export const enrolmentFacts = z.object({
  officeNumber,
  officeName: z.string(),
  registeredOn: day,
  licensedUntil: instant.nullable(),
  partners: z.array(z.object({ officeNumber, name: z.string(), since: day, lastOn: day, count: z.number().int() })),
});
