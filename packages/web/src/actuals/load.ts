import { ActualsDocuments, actualsId, listAll, readSheetClient, type SharedActuals } from '@musubi/client';
import type { Transmission } from '@musubi/contract';
import type { ActualsSheet, InputFile, SheetClient } from '@musubi/standard';
import type { Desk } from '../app/desk.js';
import { openContent } from '../boxes/contents.js';
import { checker } from '../check/checker.js';

/** Where actuals are entered: a month, who planned it, and which of our services. */
export interface Place {
  readonly month: string;
  readonly planner: string;
  readonly serviceType: string;
}

/** A client's actuals with the version they were read at, and who has them open elsewhere. */
export interface EnteredClient {
  readonly client: SheetClient;
  /** 0 when nothing has been saved yet. */
  readonly version: number;
  /** The schedule was replaced after these were entered. */
  readonly isOutdated: boolean;
}

export interface Entry {
  readonly sheet: ActualsSheet;
  readonly scheduleSerial: string;
  readonly plannerName: string;
  readonly entered: ReadonlyMap<string, EnteredClient>;
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
  const sheet = await checker().beginActuals(await filesOf(desk, schedules), own);
  const scheduleSerial = latest.serial ?? '';
  const sent = await filesOf(desk, await passed(desk, 'sent', place, ['actuals', 'actuals-deletion']));
  const entered = await loadEntered(desk, place, sheet, scheduleSerial);
  return { sheet, scheduleSerial, plannerName: latest.sender.name, entered, sent };
}

/** What has been entered so far, by client: from this terminal when the hub could not be reached, else from the office's. */
async function loadEntered(desk: Desk, place: Place, sheet: ActualsSheet, scheduleSerial: string) {
  const documents = new ActualsDocuments(desk.documents());
  const shared = new Map((await documents.list(place)).map((one) => [one.head.client, one]));
  const entered = new Map<string, EnteredClient>();
  for (const client of sheet.clients) {
    const one = shared.get(client.key);
    const local = await desk.files.read(localPath(await actualsId(place, client.key)));
    const saved = local ? readSheetClient(local) : one ? await documents.open(one) : client;
    const isOutdated = one !== undefined && one.head.scheduleSerial !== scheduleSerial;
    entered.set(client.key, { client: saved, version: one?.data.version ?? 0, isOutdated });
  }
  return entered;
}

/** Saves a client for all terminals; without a hub on this terminal. Returns the version, null while only here. */
export async function saveClient(
  desk: Desk,
  place: Place,
  scheduleSerial: string,
  client: SheetClient,
  version: number,
): Promise<number> {
  const documents = new ActualsDocuments(desk.documents());
  const saved = await documents.save({ ...place, client: client.key, scheduleSerial }, client, version);
  await desk.files.remove(localPath(saved.id));
  return saved.version;
}

export async function saveOnTerminal(desk: Desk, place: Place, client: SheetClient): Promise<void> {
  const bytes = new TextEncoder().encode(JSON.stringify(client));
  await desk.files.write(localPath(await actualsId(place, client.key)), bytes);
}

/** Who else is at work on which client. */
export async function listShared(desk: Desk, place: Place): Promise<SharedActuals[]> {
  return new ActualsDocuments(desk.documents()).list(place);
}

export async function openShared(desk: Desk, shared: SharedActuals): Promise<SheetClient> {
  return new ActualsDocuments(desk.documents()).open(shared);
}
