import type { DraftData } from '@musubi/contract';
import type { SheetClient } from '@musubi/standard';
import { z } from 'zod';
import { documentId } from './document-id.js';
import type { OfficeDocuments } from './office-documents.js';
import { sheetClient } from './sheet-schema.js';

/** What a list shows of a client's actuals without opening them. */
const actualsHead = z.object({
  month: z.string(),
  planner: z.string(),
  serviceType: z.string(),
  client: z.string(),
  /** ファイル連番 of the schedule it was entered against. */
  scheduleSerial: z.string(),
  sheet: z.uuid(),
});
export type ActualsHead = z.infer<typeof actualsHead>;

/** The actuals of one client as the office's terminals share them. */
export interface SharedActuals {
  readonly data: DraftData;
  readonly head: ActualsHead;
}

export type ActualsPlace = Pick<ActualsHead, 'month' | 'planner' | 'serviceType'>;

/** The document of a client's actuals. */
export function actualsId({ month, planner, serviceType }: ActualsPlace, client: string): Promise<string> {
  return documentId(`actuals ${month} ${planner} ${serviceType} ${client}`);
}

/** Actuals being entered: one document per client, so that several people can work on different clients at once. */
export class ActualsDocuments {
  constructor(private readonly documents: OfficeDocuments) {}

  /** Those of one month and planning office. */
  async list({ month, planner, serviceType }: ActualsPlace): Promise<SharedActuals[]> {
    const all = await this.documents.list('actuals', actualsHead);
    return all.flatMap(({ data, head }) =>
      head?.month === month && head.planner === planner && head.serviceType === serviceType ? [{ data, head }] : [],
    );
  }

  open({ data, head }: SharedActuals): Promise<SheetClient> {
    return this.documents.json(data.id, head.sheet, sheetClient);
  }

  /** Saves a client; throws HubProblem MSB-DRAFT-CHANGED when somebody else saved the same client meanwhile. */
  async save(head: Omit<ActualsHead, 'sheet'>, client: SheetClient, basedOn: number): Promise<DraftData> {
    const id = await actualsId(head, head.client);
    const sheet = await this.documents.addJson(id, client);
    return this.documents.save({ id, basedOn, purpose: 'actuals', head: { ...head, sheet }, partIds: [sheet] });
  }
}

/** A client's actuals as they lie on this terminal while the hub is away. */
export function readSheetClient(bytes: Uint8Array): SheetClient {
  return sheetClient.parse(JSON.parse(new TextDecoder().decode(bytes)));
}
