import type { Submission } from '@musubi/contract';
import { type Manifest, type PackedTransmission, parseManifest } from '@musubi/evidence';
import { type HubConnection, HubProblem } from '../hub/connection.js';
import { submitPacked } from '../hub/submission.js';
import { inLanes } from '../lanes.js';
import { ConnectionFailure, type FileStore } from '../ports.js';

/** A transmission that waits in the outbox. */
export interface QueuedTransmission {
  readonly manifest: Manifest;
  readonly packed: PackedTransmission;
  /** Why the hub refused it for good; null while it may still be sent. */
  readonly refusal: { readonly code: string; readonly title: string; readonly action: string } | null;
}

/** What became of one attempt. */
export type SendOutcome =
  | { readonly state: 'accepted'; readonly manifest: Manifest; readonly submission: Submission }
  | { readonly state: 'waiting'; readonly manifest: Manifest; readonly reason: string }
  | { readonly state: 'refused'; readonly manifest: Manifest; readonly problem: HubProblem };

const FOLDER = 'outbox';
/** Submissions at once: a browser opens six connections to a hub, and one listens for news. */
const LANES = 4;

/**
 * Keeps packed transmissions until the hub has them. What is in the folder was written whole; its id was chosen before,
 * so sending again after any failure is the same submission: nothing is sent twice, nothing is lost.
 */
export class Outbox {
  constructor(private readonly files: FileStore) {}

  /** Stores a transmission; when this returns it survives a crash. One that is stored already stays as it is. */
  async add(packed: PackedTransmission): Promise<Manifest> {
    const manifest = parseManifest(packed.manifest);
    if (await this.has(manifest.id)) return manifest;
    const files = new Map([
      ['manifest.json', packed.manifest],
      ['manifest.p7s', packed.signature],
      ['payload.p7m', packed.payload],
    ]);
    await this.files.writeFolder(`${FOLDER}/${manifest.id}`, files);
    return manifest;
  }

  async has(id: string): Promise<boolean> {
    return (await this.files.read(`${FOLDER}/${id}/manifest.json`)) !== null; // not by listing: hundreds may wait
  }

  async list(): Promise<QueuedTransmission[]> {
    const ids = (await this.files.list(FOLDER)).sort();
    const all = await Promise.all(ids.map((id) => this.#read(id)));
    return all.filter((queued) => queued !== null);
  }

  async #read(id: string): Promise<QueuedTransmission | null> {
    const names = ['manifest.json', 'manifest.p7s', 'payload.p7m', 'refusal.json'] as const;
    const [manifest, signature, payload, refusal] = await Promise.all(
      names.map((name) => this.files.read(`${FOLDER}/${id}/${name}`)),
    );
    if (!manifest || !signature || !payload) return null;
    const packed = { manifest, signature, payload };
    return {
      manifest: parseManifest(manifest),
      packed,
      refusal: refusal ? JSON.parse(new TextDecoder().decode(refusal)) : null,
    };
  }

  /** Tries everything that waits, a few offices at a time. The rest goes on when one fails. */
  async flush(
    hub: HubConnection,
    onOutcome: (outcome: SendOutcome) => void | Promise<void> = () => {},
  ): Promise<SendOutcome[]> {
    const outcomes: SendOutcome[] = [];
    const going = (await this.list()).filter(({ refusal }) => refusal === null);
    const recipientOf = ({ manifest }: QueuedTransmission) => manifest.recipient.officeNumber;
    await inLanes(going, LANES, recipientOf, async (queued) => {
      const outcome = await this.#send(hub, queued);
      outcomes.push(outcome);
      await onOutcome(outcome);
    });
    return outcomes;
  }

  async #send(hub: HubConnection, { manifest, packed }: QueuedTransmission): Promise<SendOutcome> {
    try {
      const submission = await submitPacked(hub, packed);
      await this.files.remove(`${FOLDER}/${manifest.id}`);
      return { state: 'accepted', manifest, submission };
    } catch (error) {
      if (error instanceof ConnectionFailure) return { state: 'waiting', manifest, reason: error.message };
      if (!(error instanceof HubProblem)) throw error;
      const mayRetry = error.isTransient || error.status === 401;
      if (mayRetry) return { state: 'waiting', manifest, reason: error.message };
      const refusal = { code: error.code, title: error.message, action: error.action };
      await this.files.write(
        `${FOLDER}/${manifest.id}/refusal.json`,
        new TextEncoder().encode(JSON.stringify(refusal)),
      );
      return { state: 'refused', manifest, problem: error };
    }
  }

  /** Takes a transmission out for good, after the person decided so. */
  async discard(id: string): Promise<void> {
    await this.files.remove(`${FOLDER}/${id}`);
  }
}
