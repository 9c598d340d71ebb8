import { ActualsDocuments, actualsId, listAll, readSheetClient, type SharedActuals } from '@musubi/client';
import type { Transmission } from '@musubi/contract';
import type { ActualsSheet, InputFile, SheetClient, Unused } from '@musubi/standard';
import type { Desk } from '../app/desk.js';
import { openContent } from '../boxes/contents.js';
import { checker } from '../check/checker.js';
import type { EnteredPart, EntryStore } from '../entry/store.js';

/** Where actuals are entered: a month, who planned it, and which of our services. */
export interface Place {
  readonly month: string;
  readonly planner: string;
  readonly serviceType: string;
}

export interface Entry {
  readonly sheet: ActualsSheet;
  readonly scheduleSerial: string;
  readonly plannerName: string;
  readonly entered: ReadonlyMap<string, EnteredPart<SheetClient>>;
  /** Parts of the schedules that could not be read and are not in the sheet. */
  readonly unused: readonly Unused[];
  /** Actuals sent before: what they no longer hold has to be deleted. */
  readonly sent: readonly InputFile[];
}

const localPath = (id: string) => `actuals/${id}`;

async function passed(desk: Desk, box: 'inbox' | 'sent', place: Place, kinds: readonly string[]) {
  const found: Transmission[] = [];
  for await (const one of listAll(desk.hub, { box, month: place.month, partner: place.planner }))
    if (kinds.includes(one.kind) && one.delivery !== 'recalled' && one.decision !== 'rejected') found.push(one);
  return found;
}

async function filesOf(desk: Desk, transmissions: readonly Transmission[]): Promise<InputFile[]> {
  const files: InputFile[] = [];
  for (const one of transmissions) files.push(...(await openContent(desk, one)).files);
  return files;
}

/** The schedules of a planning office for a month, opened; null when none has come. */
export async function loadEntry(desk: Desk, place: Place): Promise<Entry | null> {
  const schedules = await passed(desk, 'inbox', place, ['schedule', 'schedule-deletion']);
  const latest = schedules
    .filter(({ kind }) => kind === 'schedule')
    .sort((a, b) => (a.serial ?? '').localeCompare(b.serial ?? ''))
    .at(-1);
  const officeNumber = desk.state.session?.office.officeNumber;
  if (!latest || !officeNumber) return null;
  const own = { officeNumber, serviceType: place.serviceType };
  const files = await filesOf(desk, schedules);
  const sheet = await checker().beginActuals(files, own);
  const unused = await checker().unused(files, 'read');
  const scheduleSerial = latest.serial ?? '';
  const sent = await filesOf(desk, await passed(desk, 'sent', place, ['actuals', 'actuals-deletion']));
  const entered = await loadEntered(desk, place, sheet, scheduleSerial);
  return { sheet, scheduleSerial, plannerName: latest.sender.name, entered, unused, sent };
}

/** What has been entered so far, by client: from this terminal when the hub could not be reached, else from the office's. */
async function loadEntered(desk: Desk, place: Place, sheet: ActualsSheet, scheduleSerial: string) {
  const documents = new ActualsDocuments(desk.documents());
  const shared = new Map((await documents.list(place)).map((one) => [one.head.client, one]));
  const entered = new Map<string, EnteredPart<SheetClient>>();
  const planned = new Map(sheet.clients.map((client) => [client.key, client]));
  // Clients may have been added whom the schedule does not name.
  for (const key of new Set([...planned.keys(), ...shared.keys()])) {
    const one = shared.get(key);
    const local = await desk.files.read(localPath(await actualsId(place, key)));
    const part = local ? readSheetClient(local) : one ? await documents.open(one) : planned.get(key);
    const isOutdated = one !== undefined && one.head.scheduleSerial !== scheduleSerial;
    if (part) entered.set(key, { part, version: one?.data.version ?? 0, isOutdated });
  }
  return entered;
}

/** How a month's actuals are shared: a client's part is the client. */
export function actualsStore(
  desk: Desk,
  place: Place,
  scheduleSerial: string,
): EntryStore<ActualsSheet, SheetClient, SharedActuals> {
  const documents = () => new ActualsDocuments(desk.documents());
  return {
    key: ['actuals', place],
    partOf: (sheet, key) => sheet.clients.find((client) => client.key === key) ?? noLonger(key),
    withPart,
    changed: (before, after) => {
      const known = new Map(before.clients.map((client) => [client.key, client]));
      const now = new Set(after.clients.map(({ key }) => key));
      const gone = [...known.keys()].filter((key) => !now.has(key));
      return [...after.clients.filter((client) => known.get(client.key) !== client).map(({ key }) => key), ...gone];
    },
    save: async (client, part, version) => {
      const saved = await documents().save({ ...place, client, scheduleSerial }, part, version);
      await desk.files.remove(localPath(saved.id));
      return saved.version;
    },
    saveOnTerminal: async (client, part) => {
      const bytes = new TextEncoder().encode(JSON.stringify(part));
      await desk.files.write(localPath(await actualsId(place, client)), bytes);
    },
    list: () => documents().list(place),
    open: (shared) => documents().open(shared),
  };
}

/** A client that was added and taken out again: nothing is left of it but its number. */
function noLonger(key: string): SheetClient {
  const [insurerNumber = '', insuredNumber = ''] = key.split(' ');
  return { key, insurerNumber, insuredNumber, name: null, rows: [], cancellations: [], nextRow: 1 };
}

/** The sheet with a client as entered: clients whom the schedule does not name come after the others, if they have rows. */
function withPart(sheet: ActualsSheet, part: SheetClient): ActualsSheet {
  const isThere = sheet.clients.some(({ key }) => key === part.key);
  if (isThere) return { ...sheet, clients: sheet.clients.map((client) => (client.key === part.key ? part : client)) };
  return part.rows.length > 0 ? { ...sheet, clients: [...sheet.clients, part] } : sheet;
}
