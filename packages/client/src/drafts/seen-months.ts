import type { SeenMonth } from '@musubi/standard';
import { z } from 'zod';
import { documentId } from './document-id.js';
import type { OfficeDocuments } from './office-documents.js';

const head = z.object({ month: z.string(), seen: z.uuid() });

const row = z
  .object({
    insurerNumber: z.string(),
    insuredNumber: z.string(),
    month: z.string(),
    officeNumber: z.string(),
    serviceCode: z.string(),
    day: z.number(),
    startTime: z.string().nullable(),
    endTime: z.string().nullable(),
    units: z.number(),
    count: z.number(),
    detail: z.string(),
    // Rows kept before these were compared do not have them.
    goods: z.string().default(''),
    over30Days: z.boolean().default(false),
    proratedDays: z.string().default(''),
    satellite: z.string().default(''),
    file: z.string(),
    record: z.number(),
  })
  .nullable();

const seenMonth = z.object({
  partners: z.array(
    z.object({
      officeNumber: z.string(),
      serviceType: z.string(),
      schedule: z.enum(['sent', 'withdrawn', 'notSent']),
      actuals: z.enum(['arrived', 'missing', 'deleted']),
      scheduleSerial: z.string().nullable(),
      actualsSerial: z.string().nullable(),
    }),
  ),
  differences: z.array(
    z.object({
      key: z.string(),
      content: z.string(),
      kind: z.enum(['notProvided', 'added', 'changed']),
      changes: z.array(z.enum(['code', 'day', 'time', 'units', 'count', 'over30', 'proration', 'satellite', 'goods'])),
      insurerNumber: z.string(),
      insuredNumber: z.string(),
      officeNumber: z.string(),
      month: z.string(),
      serviceCode: z.string(),
      day: z.number(),
      planned: row,
      actual: row,
    }),
  ),
});

/** What an office has seen of its months, so that what comes late or is replaced stands out for whoever looks next. */
export class SeenMonths {
  constructor(private readonly documents: OfficeDocuments) {}

  /** Null when nobody has looked at the month yet, or no key at hand opens what was kept. */
  async load(month: string): Promise<SeenMonth | null> {
    const id = await idOf(month);
    const found = await this.documents.find(id, head);
    return found?.head ? this.documents.json(id, found.head.seen, seenMonth) : null;
  }

  /** Keeps what somebody has seen; whoever saves last holds. */
  async save(month: string, seen: SeenMonth): Promise<void> {
    const id = await idOf(month);
    const part = await this.documents.addJson(id, seen);
    const save = { id, purpose: 'reconciliation', head: { month, seen: part }, partIds: [part] } as const;
    const found = await this.documents.find(id, head);
    await this.documents.save({ ...save, basedOn: found?.data.version ?? 0 });
  }
}

const idOf = (month: string) => documentId(`reconciliation seen ${month}`);
