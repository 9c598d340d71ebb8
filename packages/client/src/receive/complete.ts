import type { Transmission } from '@musubi/contract';
import { fromBase64 } from '@musubi/evidence';
import { evidenceFiles, type ReceiptData, receiptFiles } from '../evidence/folder.js';
import { readSavedMap, SAVED_MAP, savedMapBytes } from '../evidence/places.js';
import { type HubConnection, HubProblem } from '../hub/connection.js';
import type { Trust } from '../hub/trust.js';
import type { FileStore } from '../ports.js';

/** The path of a transmission's evidence among what was received. */
export const evidencePath = (id: string): string => `evidence/${id}`;

/** Adds receipts to an evidence folder; the map of its names comes last, so that it speaks of what is there. */
export async function saveReceipts(files: FileStore, id: string, receipts: readonly ReceiptData[]): Promise<void> {
  const folder = evidencePath(id);
  for (const [name, bytes] of receiptFiles(receipts)) await files.write(`${folder}/${name}`, bytes);
  const saved = await savedMapOf(files, id);
  const names = (await files.list(folder)).filter((name) => name !== SAVED_MAP).sort();
  const { files: parts, attachments, message } = saved ?? { files: [], attachments: [], message: null };
  await files.write(`${folder}/${SAVED_MAP}`, savedMapBytes(names, { files: parts, attachments, message }));
}

const savedMapOf = async (files: FileStore, id: string) =>
  readSavedMap((await files.read(`${evidencePath(id)}/${SAVED_MAP}`)) ?? undefined);

/** The outcome for evidence that an earlier run had not finished. */
export interface Completed {
  /** Whose evidence is whole now. */
  readonly done: readonly string[];
  /** Transmissions that were handed over and have lost more than their receipts: they can be fetched again. */
  readonly wanting: readonly Transmission[];
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Without these nothing is left to prove, or no part can be held against it. */
const NEEDED = ['manifest.json', 'manifest.p7s', 'payload.p7m', 'salt.bin', 'trust.json'];

/**
 * Completes evidence folders that have no receipts because a computer was killed, or its disk full, between the statement
 * of the handover and the last write. What was not handed over is left: it still waits in the inbox.
 */
export async function completeEvidence(
  hub: HubConnection,
  files: FileStore,
  trust: Trust,
  now: Date,
): Promise<Completed> {
  const done: string[] = [];
  const wanting: Transmission[] = [];
  for (const id of (await files.list('evidence')).filter((name) => UUID.test(name)).sort()) {
    const names = await files.list(evidencePath(id));
    if (await isFinished(files, id, names)) continue;
    const transmission = await transmissionOf(hub, id);
    if (transmission?.delivery !== 'handedOver') continue;
    const isWhole = NEEDED.every((name) => names.includes(name));
    if (!isWhole && new Date(transmission.expiresAt) > now) wanting.push(transmission);
    else {
      await complete(hub, files, trust, id, names);
      done.push(id);
    }
  }
  return { done, wanting };
}

const isReceipt = (name: string) => /^receipt-\d/.test(name); // receipt-authorities.pem is none

/** Folders of before there was a map have their receipts and nothing else to go by. */
async function isFinished(files: FileStore, id: string, names: readonly string[]): Promise<boolean> {
  if (!names.some(isReceipt)) return false;
  const saved = await savedMapOf(files, id);
  return saved === null || saved.evidence.some(isReceipt);
}

async function transmissionOf(hub: HubConnection, id: string): Promise<Transmission | null> {
  try {
    return await hub.call('getTransmission', { params: { id } });
  } catch (error) {
    if (error instanceof HubProblem && error.status === 404) return null; // of another office or hub
    throw error;
  }
}

async function complete(
  hub: HubConnection,
  files: FileStore,
  trust: Trust,
  id: string,
  names: readonly string[],
): Promise<void> {
  const params = { id };
  const [signed, { receipts }] = await Promise.all([
    hub.call('getManifest', { params }),
    hub.call('listReceipts', { params }),
  ]);
  const packed = { manifest: fromBase64(signed.manifest), signature: fromBase64(signed.signature), payload: null };
  const whole = evidenceFiles({ packed, salt: null, receipts: [], trust: trust.accepted, places: null });
  for (const [name, bytes] of whole)
    if (name !== SAVED_MAP && !names.includes(name)) await files.write(`${evidencePath(id)}/${name}`, bytes);
  await saveReceipts(files, id, receipts);
}
