import type { Decision } from '@musubi/standard';
import { z } from 'zod';
import { HubProblem } from '../hub/connection.js';
import { documentId } from './document-id.js';
import type { OfficeDocuments } from './office-documents.js';

const head = z.object({ month: z.string(), decisions: z.uuid() });
const decisions = z.array(
  z.object({
    key: z.string(),
    state: z.enum(['accepted', 'askedBack', 'noted']),
    note: z.string(),
    by: z.string(),
    at: z.string(),
    content: z.string().exactOptional(),
  }),
);

const ATTEMPTS = 5;

/** What the office decided about a month's differences; everybody adds, nobody overwrites. */
export class MonthDecisions {
  constructor(private readonly documents: OfficeDocuments) {}

  async load(month: string): Promise<Decision[]> {
    return (await this.#read(month)).decisions;
  }

  /** Adds decisions to whatever others decided meanwhile; the latest of a difference holds. */
  async add(month: string, added: readonly Decision[]): Promise<Decision[]> {
    for (let attempt = 1; ; attempt++) {
      const { version, decisions: known } = await this.#read(month);
      const all = [...known, ...added];
      try {
        const id = await idOf(month);
        const part = await this.documents.addJson(id, all);
        const save = { id, basedOn: version, purpose: 'reconciliation', head: { month, decisions: part } } as const;
        await this.documents.save({ ...save, partIds: [part] });
        return all;
      } catch (error) {
        const isRace = error instanceof HubProblem && error.code === 'MSB-DRAFT-CHANGED';
        if (!isRace || attempt === ATTEMPTS) throw error;
      }
    }
  }

  async #read(month: string): Promise<{ version: number; decisions: Decision[] }> {
    const id = await idOf(month);
    const found = await this.documents.find(id, head);
    if (!found?.head) return { version: found?.data.version ?? 0, decisions: [] };
    return {
      version: found.data.version,
      decisions: await this.documents.json(id, found.head.decisions, decisions),
    };
  }
}

const idOf = (month: string) => documentId(`reconciliation ${month}`);
