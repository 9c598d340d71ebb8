import {
  type AnnexTerm,
  type ExcessShare,
  isSupplement,
  type ScheduleClient,
  type SheetClient,
  type Supplement,
} from '@musubi/standard';
import { z } from 'zod';

const text = z.string();
const number = z.number().nullable();
const byDay = <T extends z.ZodType>(value: T) => z.record(z.string().regex(/^\d{1,2}$/), value);
const row = z.object({
  id: text,
  planned: byDay(z.object({ count: z.number(), source: z.object({ file: text, record: z.number() }).nullable() })),
  counts: byDay(z.number()),
  movedFrom: byDay(text),
  ...{ updatedBy: text, marker: text, writtenOn: text.nullable(), plannerOffice: text, planner: text, units: number },
  ...{ shortStayDaysBefore: number, start: number, end: number, serviceCode: text },
  proratedDays: z.array(z.number()).nullable(),
  ...{ taisCode: text, noticeCode: text, goodsName: text, detailCode: number, officeNumber: text, officeName: text },
  ...{ satellite: number, over30Days: z.boolean().nullable() },
});
/** A client of a sheet with its rows. */
export const sheetClient = z.object({
  key: text,
  insurerNumber: text,
  insuredNumber: text,
  name: text.nullable(),
  rows: z.array(row),
  cancellations: z.array(z.object({ row: text, day: z.number(), reason: text })),
  nextRow: z.number(),
}) satisfies z.ZodType<SheetClient>;

const ofService = { client: text, officeNumber: text, serviceCode: text };
const term = z.object({
  ...ofService,
  ...{ unitPrice: number, benefitPercent: number, discountPercent: number, fullUnits: number },
  ...{ discountedUnits: number, fixedShare: number, inLimit: z.boolean() },
}) satisfies z.ZodType<AnnexTerm>;
const excessShare = z.object({ ...ofService, units: z.number() }) satisfies z.ZodType<ExcessShare>;

/** All that a schedule has of one client. */
export const scheduleClient = z.object({
  key: text,
  client: sheetClient.nullable(),
  supplement: z.custom<Supplement>(isSupplement).nullable(),
  terms: z.array(term),
  excess: z.array(excessShare),
}) satisfies z.ZodType<ScheduleClient>;
