import type { DraftData } from '@musubi/contract';
import type { ScheduleClient } from '@musubi/standard';
import { z } from 'zod';
import { documentId } from './document-id.js';
import type { OfficeDocuments } from './office-documents.js';
import { scheduleClient } from './sheet-schema.js';

/** What a list shows of a client's schedule without opening it. */
const scheduleHead = z.object({ month: z.string(), client: z.string(), sheet: z.uuid() });
export type ScheduleHead = z.infer<typeof scheduleHead>;

/** The schedule of one client as the office's terminals share it. */
export interface SharedSchedule {
  readonly data: DraftData;
  readonly head: ScheduleHead;
}

/** The document of a client's schedule. It names the client in addresses too, where numbers of persons must not stand. */
export function scheduleId(month: string, client: string): Promise<string> {
  return documentId(`schedule ${month} ${client}`);
}

/** Schedules being made: one document per client, so that several people can work on different clients at once. */
export class ScheduleDocuments {
  constructor(private readonly documents: OfficeDocuments) {}

  async list(month: string): Promise<SharedSchedule[]> {
    const all = await this.documents.list('schedule', scheduleHead);
    return all.flatMap(({ data, head }) => (head?.month === month ? [{ data, head }] : []));
  }

  open({ data, head }: SharedSchedule): Promise<ScheduleClient> {
    return this.documents.json(data.id, head.sheet, scheduleClient);
  }

  /** Saves a client; throws HubProblem MSB-DRAFT-CHANGED when somebody else saved the same client meanwhile. */
  async save(month: string, part: ScheduleClient, basedOn: number): Promise<DraftData> {
    const id = await scheduleId(month, part.key);
    const sheet = await this.documents.addJson(id, part);
    const head = { month, client: part.key, sheet };
    return this.documents.save({ id, basedOn, purpose: 'schedule', head, partIds: [sheet] });
  }
}

/** A client's schedule as it lies on this terminal while the hub is away. */
export function readScheduleClient(bytes: Uint8Array): ScheduleClient {
  return scheduleClient.parse(JSON.parse(new TextDecoder().decode(bytes)));
}
