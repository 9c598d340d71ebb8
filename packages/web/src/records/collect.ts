import type { KeptContent } from '@musubi/client';
import { type EvidenceParts, evidenceFiles, type IndexedClient, listAll, type Places } from '@musubi/client';
import type { SignedReceiptData, Transmission, TrustData } from '@musubi/contract';
import { fromBase64 } from '@musubi/evidence';
import { clientNames } from '@musubi/standard';
import type { Desk } from '../app/desk.js';
import { openContent } from '../boxes/contents.js';

/** What records are collected of: a period of days (both included), one partner or all. */
export interface Wanted {
  /** YYYY-MM-DD */
  readonly from: string;
  readonly to: string;
  readonly partner: string;
  /** Part of a client's name or number; '' for all. */
  readonly client: string;
}

/** One transmission with its receipts and, where it could be opened, its content. */
export interface RecordEntry {
  readonly transmission: Transmission;
  readonly isIncoming: boolean;
  readonly receipts: readonly SignedReceiptData[];
  readonly content: KeptContent | null;
  /** The clients it is about, as far as its content says so. */
  readonly clients: readonly IndexedClient[];
  /** Why its content is not here; null when it is. */
  readonly trouble: unknown;
}

/** A client as lists name them: by name, by number where no opened content says the name. */
export function clientText({ name, insuredNumber }: IndexedClient): string {
  return name ?? insuredNumber;
}

/** Whether a client is meant by what was typed: a part of the name or the number; by '' all are. */
export function isMeant({ name, insuredNumber }: IndexedClient, typed: string): boolean {
  return [name ?? '', insuredNumber].some((one) => plain(one).includes(plain(typed)));
}

const plain = (text: string) => text.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase();

/** Local midnight of a day as the hub wants it. */
const startOf = (day: string) => new Date(`${day}T00:00:00`).toISOString();
function startOfNext(day: string): string {
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + 1);
  return date.toISOString();
}

/** Lists what passed in a period, newest first in each box. */
export async function listPassed(desk: Desk, { from, to, partner }: Wanted): Promise<Transmission[]> {
  const range = { from: startOf(from), to: startOfNext(to), ...(partner ? { partner } : {}) };
  const all: Transmission[] = [];
  for (const box of ['sent', 'inbox'] as const)
    for await (const one of listAll(desk.hub, { box, ...range })) all.push(one);
  return all.sort((a, b) => a.submittedAt.localeCompare(b.submittedAt));
}

/**
 * Collects receipts and contents, one after the other. What was never fetched is not fetched for the first time here:
 * that would be a statement to its sender.
 */
export async function collect(
  desk: Desk,
  wanted: Wanted,
  onProgress: (done: number, total: number) => void,
): Promise<RecordEntry[]> {
  const passed = await listPassed(desk, wanted);
  const opened: Omit<RecordEntry, 'clients'>[] = [];
  for (const [at, transmission] of passed.entries()) {
    opened.push(await entryOf(desk, transmission));
    onProgress(at + 1, passed.length);
  }
  const clientsOf = await clientsByTransmission(desk);
  const entries = opened.map((entry) => ({ ...entry, clients: clientsOf(entry.transmission.id) }));
  return plain(wanted.client) === ''
    ? entries
    : entries.filter(({ clients }) => clients.some((client) => isMeant(client, wanted.client)));
}

/** Who a transmission is about; the schedules opened here name clients whom actuals only number. */
async function clientsByTransmission(desk: Desk): Promise<(id: string) => IndexedClient[]> {
  const index = await desk.contents.index();
  const known = [...index.values()].flatMap(({ clients }) => clients);
  const nameOf = clientNames(known);
  const insurers = new Map<string, Set<string>>();
  for (const { insurerNumber, insuredNumber } of known)
    if (insurerNumber) insurers.set(insuredNumber, (insurers.get(insuredNumber) ?? new Set()).add(insurerNumber));
  // Entries kept before do not say the insurer: it is the one that is known, where only one is.
  const insurerOf = ({ insurerNumber, insuredNumber }: IndexedClient) => {
    const [only, second] = insurers.get(insuredNumber) ?? [];
    return insurerNumber ?? (second === undefined ? (only ?? null) : null);
  };
  return (id) =>
    index.get(id)?.clients.map((client) => {
      const whole = { ...client, insurerNumber: insurerOf(client) };
      return { ...whole, name: nameOf(whole) };
    }) ?? [];
}

async function entryOf(desk: Desk, transmission: Transmission): Promise<Omit<RecordEntry, 'clients'>> {
  const isIncoming = transmission.recipient.officeNumber === desk.state.session?.office.officeNumber;
  const { receipts } = await desk.hub.call('listReceipts', { params: { id: transmission.id } });
  const isFirst = isIncoming && transmission.delivery === 'consigned';
  try {
    const content = isFirst ? null : await openContent(desk, transmission);
    return { transmission, isIncoming, receipts, content, trouble: null };
  } catch (trouble) {
    return { transmission, isIncoming, receipts, content: null, trouble };
  }
}

/** The evidence of an entry as files; null when the hub no longer has its ciphertext. */
export async function evidenceOf(desk: Desk, entry: RecordEntry, trust: TrustData, places: Places | null) {
  const { delivery } = entry.transmission;
  if (delivery === 'recalled' || delivery === 'expired') return null;
  const payload = await desk.hub.call('getPayload', { params: { id: entry.transmission.id } });
  if (!(payload instanceof Uint8Array)) throw new TypeError('the payload route answers with bytes');
  return filesOf(desk, entry, trust, { payload, salt: entry.content?.salt ?? null, places });
}

/** What proves that and when an entry passed, without its content: signed manifest and receipts. */
export function proofOf(desk: Desk, entry: RecordEntry, trust: TrustData): Promise<Map<string, Uint8Array>> {
  return filesOf(desk, entry, trust, { payload: null, salt: null, places: null });
}

async function filesOf(
  desk: Desk,
  { transmission, receipts }: RecordEntry,
  trust: TrustData,
  content: Pick<EvidenceParts, 'salt' | 'places'> & { readonly payload: Uint8Array | null },
): Promise<Map<string, Uint8Array>> {
  const { payload, salt, places } = content;
  const signed = await desk.hub.call('getManifest', { params: { id: transmission.id } });
  const packed = { manifest: fromBase64(signed.manifest), signature: fromBase64(signed.signature), payload };
  return evidenceFiles({ packed, salt, receipts, trust, places });
}
