import type { Submission, Transmission } from '@musubi/contract';
import { type Manifest, type PackedTransmission, parseManifest } from '@musubi/evidence';
import { HubProblem } from '../hub/connection.js';
import { submitPacked } from '../hub/submission.js';
import { inLanes } from '../lanes.js';
import type { FileStore } from '../ports.js';
import { type Comparison, compareWithEarlier, type SendingOffice } from './earlier.js';
import { momentText, reasonToWait } from './later.js';

/** Why the hub refused something for good, in words; `earlier` is the transmission that it could replace. */
export interface Refusal {
  readonly code: string;
  readonly title: string;
  readonly action: string;
  readonly earlier?: string;
}

/** A transmission that waits in the outbox. */
export interface QueuedTransmission {
  readonly manifest: Manifest;
  readonly packed: PackedTransmission;
  /** Why the hub refused it for good; null while it may still be sent. */
  readonly refusal: Refusal | null;
}

/** What became of one attempt. */
export type SendOutcome =
  | { readonly state: 'accepted'; readonly manifest: Manifest; readonly submission: Submission }
  /** The same unit with the same content had been sent before: it is done. */
  | { readonly state: 'repeated'; readonly manifest: Manifest; readonly earlier: Transmission }
  | { readonly state: 'waiting'; readonly manifest: Manifest; readonly reason: string }
  | { readonly state: 'refused'; readonly manifest: Manifest; readonly refusal: Refusal };

const FOLDER = 'outbox';
/** Submissions at once: a browser opens six connections to a hub, and one listens for news. */
const LANES = 4;
const REPEATED = 'MSB-SUBMIT-REPEATED';

/** Names the unit of a transmission: two of the same name are the same unit; null for letters, which are none. */
const unitOf = ({ sender, recipient, kind, serviceMonth, edition, serial }: Manifest): string | null =>
  serial && JSON.stringify([sender, recipient, kind, serviceMonth, edition, serial]);

/**
 * Keeps packed transmissions until the hub has them. What is in the folder was written whole; its id was chosen before,
 * so sending again after any failure is the same submission; and the same unit under another id is refused by the hub and
 * compared here with what was sent before: nothing is sent twice, nothing is lost.
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
    try {
      await this.files.writeFolder(`${FOLDER}/${manifest.id}`, files);
    } catch (error) {
      if (!(await this.has(manifest.id))) throw error; // else another window was first
    }
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
    office: SendingOffice,
    onOutcome: (outcome: SendOutcome) => void | Promise<void> = () => {},
  ): Promise<SendOutcome[]> {
    const outcomes: SendOutcome[] = [];
    const all = await this.list();
    const recipientOf = ({ manifest }: QueuedTransmission) => manifest.recipient.officeNumber;
    await inLanes(
      all.filter(({ refusal }) => refusal === null),
      LANES,
      recipientOf,
      async (queued) => {
        const outcome = await this.#send(office, queued);
        if (outcome.state === 'accepted') await this.#giveWay(outcome.manifest, all);
        outcomes.push(outcome);
        await onOutcome(outcome);
      },
    );
    return outcomes;
  }

  /** Earlier tries of a unit that were refused as repeated give way to the one that replaced it. */
  async #giveWay(manifest: Manifest, all: readonly QueuedTransmission[]): Promise<void> {
    const unit = unitOf(manifest);
    for (const other of all)
      if (unit !== null && other.refusal?.code === REPEATED && unitOf(other.manifest) === unit)
        await this.discard(other.manifest.id);
  }

  async #send(office: SendingOffice, { manifest, packed }: QueuedTransmission): Promise<SendOutcome> {
    try {
      const submission = await submitPacked(office.hub, packed);
      await this.discard(manifest.id);
      return { state: 'accepted', manifest, submission };
    } catch (error) {
      return this.#refused(office, { manifest, packed }, error);
    }
  }

  async #refused(
    office: SendingOffice,
    { manifest, packed }: Pick<QueuedTransmission, 'manifest' | 'packed'>,
    error: unknown,
  ): Promise<SendOutcome> {
    const submitted = { createdAt: manifest.createdAt, now: office.now() };
    const reason = reasonToWait(error, submitted);
    if (reason !== null) return { state: 'waiting', manifest, reason };
    if (!(error instanceof HubProblem)) throw error;
    const repeats = repeatedBy(error, manifest);
    if (repeats === null) return this.#keep(manifest, refusalOf(error));
    try {
      const comparison = await compareWithEarlier(office, packed, repeats);
      if (comparison.earlier === null || comparison.content !== 'same')
        return this.#keep(manifest, repeatedRefusal(comparison, repeats));
      await this.discard(manifest.id);
      return { state: 'repeated', manifest, earlier: comparison.earlier };
    } catch (failure) {
      const later = reasonToWait(failure, submitted);
      if (later !== null) return { state: 'waiting', manifest, reason: later };
      // Recalled or expired meanwhile: it stands in nobody's way any more.
      if (failure instanceof HubProblem) return { state: 'waiting', manifest, reason: failure.message };
      throw failure;
    }
  }

  async #keep(manifest: Manifest, refusal: Refusal): Promise<SendOutcome> {
    await this.files.write(`${FOLDER}/${manifest.id}/refusal.json`, new TextEncoder().encode(JSON.stringify(refusal)));
    return { state: 'refused', manifest, refusal };
  }

  /** Takes a transmission out for good, after the person decided so. */
  async discard(id: string): Promise<void> {
    await this.files.remove(`${FOLDER}/${id}`);
  }
}

const refusalOf = ({ code, message, action }: HubProblem): Refusal => ({ code, title: message, action });

/** The transmission the hub has of the same unit, or under the same id from another packing of the same draft. */
function repeatedBy({ code, extras }: HubProblem, { id }: Manifest): string | null {
  if (code === 'MSB-SUBMIT-REPLAYED') return id;
  return code === REPEATED ? (extras.earlier ?? null) : null;
}

const HOW_TO_REPLACE =
  '前の送信を「送信一覧」で確かめてください。差し替えるときは、画面では「差し替えとして送る」を押してから送信し、musubi コマンドでは同じ musubi send に --again を付けて送ってください。';

function repeatedRefusal({ earlier, content }: Comparison, id: string): Refusal {
  const when = earlier ? `${momentText(earlier.submittedAt)}に` : '';
  const title =
    content === 'other'
      ? `同じファイル連番で中身の違うものを、${when}送ってあります。`
      : `同じファイル連番のものを、${when}送ってあります（この端末では前の送信を開けないため、中身が同じかは分かりません）。`;
  return { code: REPEATED, title, action: HOW_TO_REPLACE, earlier: id };
}
