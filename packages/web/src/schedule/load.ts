import { listAll, readScheduleClient, ScheduleDocuments, type SharedSchedule, scheduleId } from '@musubi/client';
import {
  clientOfSchedule,
  emptySchedule,
  type InputFile,
  isPlanning,
  type ScheduleClient,
  type ScheduleSheet,
  type Unused,
  withScheduleClient,
} from '@musubi/standard';
import type { Desk } from '../app/desk.js';
import { openContent } from '../boxes/contents.js';
import { checker } from '../check/checker.js';
import type { EnteredPart, EntryStore } from '../entry/store.js';
import { monthBefore } from '../words/months.js';

/** What a month's schedule was begun from. */
export type Begun = 'sent' | 'before' | 'nothing';

export interface LoadedSchedule {
  readonly sheet: ScheduleSheet;
  readonly begun: Begun;
  /** Parts of the files it was begun from that could not be read and are not in the sheet. */
  readonly unused: readonly Unused[];
  readonly entered: ReadonlyMap<string, EnteredPart<ScheduleClient>>;
}

const folderOf = (month: string) => `schedule/${month}`;

/** The schedules of a month that were sent and hold. */
async function sentIn(desk: Desk, month: string): Promise<InputFile[]> {
  const files: InputFile[] = [];
  for await (const one of listAll(desk.hub, { box: 'sent', month })) {
    if (one.kind !== 'schedule' || one.delivery === 'recalled' || one.decision === 'rejected') continue;
    files.push(...(await openContent(desk, one)).files);
  }
  return files;
}

/**
 * A month's schedule: as it was sent, else last month's carried on, else nothing; with what people have made of it since.
 * Null for offices that make no care plans.
 */
export async function loadSchedule(desk: Desk, month: string): Promise<LoadedSchedule | null> {
  const office = desk.state.session?.office;
  const serviceType = office?.serviceTypes.find(isPlanning);
  if (!office || !serviceType) return null;
  const sent = await sentIn(desk, month);
  const before = sent.length > 0 ? [] : await sentIn(desk, monthBefore(month));
  const found = await checker().beginSchedule(sent, before, month);
  const sheet = found ?? emptySchedule(month, { officeNumber: office.officeNumber, serviceType });
  const begun = found === null ? 'nothing' : sent.length > 0 ? 'sent' : 'before';
  const unused = await checker().unused([...sent, ...before], 'read');
  return { sheet, begun, unused, entered: await loadEntered(desk, month) };
}

/** What has been made so far, by client: from the office's terminals, or from this one where the hub could not be reached. */
async function loadEntered(desk: Desk, month: string): Promise<Map<string, EnteredPart<ScheduleClient>>> {
  const documents = new ScheduleDocuments(desk.documents());
  const entered = new Map<string, EnteredPart<ScheduleClient>>();
  for (const shared of await documents.list(month)) {
    const part = await documents.open(shared);
    entered.set(part.key, { part, version: shared.data.version, isOutdated: false });
  }
  for (const name of await desk.files.list(folderOf(month))) {
    const bytes = await desk.files.read(`${folderOf(month)}/${name}`);
    if (!bytes) continue;
    const part = readScheduleClient(bytes);
    entered.set(part.key, { part, version: entered.get(part.key)?.version ?? 0, isOutdated: false });
  }
  return entered;
}

/** How a month's schedule is shared: a client with certificate, prices and excess is one document. */
export function scheduleStore(desk: Desk, month: string): EntryStore<ScheduleSheet, ScheduleClient, SharedSchedule> {
  const documents = () => new ScheduleDocuments(desk.documents());
  return {
    key: ['schedule', month],
    partOf: clientOfSchedule,
    withPart: withScheduleClient,
    changed,
    save: async (_client, part, version) => {
      const saved = await documents().save(month, part, version);
      await desk.files.remove(`${folderOf(month)}/${saved.id}`);
      return saved.version;
    },
    saveOnTerminal: async (client, part) => {
      const bytes = new TextEncoder().encode(JSON.stringify(part));
      await desk.files.write(`${folderOf(month)}/${await scheduleId(month, client)}`, bytes);
    },
    list: () => documents().list(month),
    open: (shared) => documents().open(shared),
  };
}

function changed(before: ScheduleSheet, after: ScheduleSheet): string[] {
  const keys = new Set([...before.clients, ...after.clients].map(({ key }) => key));
  const isSame = (key: string) => {
    const [one, other] = [clientOfSchedule(before, key), clientOfSchedule(after, key)];
    return (
      one.client === other.client &&
      one.supplement === other.supplement &&
      sameItems(one.terms, other.terms) &&
      sameItems(one.excess, other.excess)
    );
  };
  return [...keys].filter((key) => !isSame(key));
}

const sameItems = (one: readonly unknown[], other: readonly unknown[]) =>
  one.length === other.length && one.every((item, at) => item === other[at]);
