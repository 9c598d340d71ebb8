import { checkFiles, type InputFile } from '@musubi/standard';
import { z } from 'zod';
import { HubProblem } from '../hub/connection.js';
import { inLanes } from '../lanes.js';
import { ConnectionFailure, type FileStore } from '../ports.js';
import type { Outbox } from './outbox.js';
import { CannotSend, type Letter, packLetter, packUnit, type Sender } from './prepare.js';

/** What a person asked to send, before the recipient's certificates are known. */
export interface Draft {
  /** The id its transmission will have: packing it again makes the same submission. */
  readonly id: string;
  readonly recipient: { readonly officeNumber: string; readonly serviceType: string | null };
  /** The standard files of one sending unit, or none. */
  readonly files: readonly InputFile[];
  readonly letter: Letter;
}

/** A draft as it lies here; `refusal` is why it can't be sent, null while it may still go by itself. */
export interface StoredDraft extends Draft {
  readonly refusal: string | null;
}

export type PackOutcome =
  | { readonly state: 'packed'; readonly draft: Draft }
  | { readonly state: 'waiting' | 'refused'; readonly draft: Draft; readonly reason: string };

const FOLDER = 'drafts';
/** Packed at once: while one is signed, the next one's certificates are asked for. */
const LANES = 4;
const REFUSAL = 'refusal.txt';
const description = z.object({
  recipient: z.object({ officeNumber: z.string(), serviceType: z.string().nullable() }),
  files: z.array(z.string()),
  message: z.string().nullable(),
  supersedes: z.string().nullable().optional(),
  attachments: z.array(z.object({ name: z.string(), mediaType: z.string() })),
});

/**
 * Keeps what is to be sent from the moment the person said so. Finding the recipient's certificates needs the hub; when
 * it is out of reach the draft waits in the terminal's file store: as safe as that store is (a browser's is sealed).
 */
export class Drafts {
  constructor(
    private readonly files: FileStore,
    private readonly outbox: Outbox,
  ) {}

  /** Stores a draft; when this returns it survives a crash. */
  async add({ id, recipient, files, letter }: Draft): Promise<void> {
    const { message, attachments, supersedes } = letter;
    const told = {
      recipient,
      files: files.map(({ name }) => name),
      message,
      supersedes: supersedes ?? null,
      attachments: attachments.map(({ name, mediaType }) => ({ name, mediaType })),
    };
    await this.files.writeFolder(
      `${FOLDER}/${id}`,
      new Map([
        ['draft.json', new TextEncoder().encode(JSON.stringify(told))],
        ...files.map(({ bytes }, at) => [`file-${at}`, bytes] as const),
        ...attachments.map(({ bytes }, at) => [`attachment-${at}`, bytes] as const),
      ]),
    );
  }

  async list(): Promise<StoredDraft[]> {
    const drafts = await Promise.all((await this.files.list(FOLDER)).sort().map((id) => this.#read(id)));
    return drafts.filter((draft) => draft !== null);
  }

  async #read(id: string): Promise<StoredDraft | null> {
    const read = (name: string) => this.files.read(`${FOLDER}/${id}/${name}`);
    const told = await read('draft.json');
    if (!told) return null;
    const { recipient, files, message, supersedes, attachments } = description.parse(
      JSON.parse(new TextDecoder().decode(told)),
    );
    const bytesOf = async (name: string) => (await read(name)) ?? new Uint8Array();
    const refusal = await read(REFUSAL);
    return {
      id,
      refusal: refusal ? new TextDecoder().decode(refusal) : null,
      recipient,
      files: await Promise.all(files.map(async (name, at) => ({ name, bytes: await bytesOf(`file-${at}`) }))),
      letter: {
        message,
        supersedes,
        attachments: await Promise.all(
          attachments.map(async (one, at) => ({ ...one, bytes: await bytesOf(`attachment-${at}`) })),
        ),
      },
    };
  }

  /**
   * Packs every draft into the outbox. Those the hub can't be asked about wait on; those that can't be sent as they are
   * stay with the reason until a person decides: nothing that was to be sent vanishes.
   */
  async packAll(
    openSender: () => Promise<Sender>,
    onOutcome: (outcome: PackOutcome) => void = () => {},
  ): Promise<PackOutcome[]> {
    const outcomes: PackOutcome[] = [];
    const drafts = await this.list();
    let opened: Promise<Sender> | null = null;
    // Opened at most once, and only where it is awaited: a rejection nobody awaits would end the process.
    const open = () => {
      opened ??= openSender();
      return opened;
    };
    const going = drafts.filter(({ refusal }) => refusal === null);
    await inLanes(
      going,
      LANES,
      ({ recipient }) => recipient.officeNumber,
      async (draft) => {
        const outcome = await this.#pack(open, draft);
        if (outcome.state === 'packed') await this.discard(draft.id);
        if (outcome.state === 'refused') await this.#refuse(draft.id, outcome.reason);
        outcomes.push(outcome);
        onOutcome(outcome);
      },
    );
    return outcomes;
  }

  async #pack(open: () => Promise<Sender>, draft: Draft): Promise<PackOutcome> {
    try {
      if (!(await this.outbox.has(draft.id))) await this.outbox.add(await packDraft(await open(), draft));
      return { state: 'packed', draft };
    } catch (error) {
      if (error instanceof CannotSend) return { state: 'refused', draft, reason: error.message };
      if (error instanceof ConnectionFailure) return { state: 'waiting', draft, reason: error.message };
      if (!(error instanceof HubProblem)) throw error;
      const reason = `${error.message}${error.action}`;
      return { state: error.isTransient || error.status === 401 ? 'waiting' : 'refused', draft, reason };
    }
  }

  async #refuse(id: string, reason: string): Promise<void> {
    await this.files.write(`${FOLDER}/${id}/${REFUSAL}`, new TextEncoder().encode(reason));
  }

  /** Takes a draft out for good. */
  async discard(id: string): Promise<void> {
    await this.files.remove(`${FOLDER}/${id}`);
  }
}

async function packDraft(sender: Sender, { id, recipient, files, letter }: Draft) {
  if (files.length === 0) {
    const { officeNumber, serviceType } = recipient;
    if (!serviceType) throw new CannotSend('送信先のサービス種類を指定してください。');
    return packLetter(sender, { officeNumber, serviceType }, letter, id);
  }
  const [unit] = checkFiles(files).units;
  if (!unit) throw new CannotSend('ケアプランデータとして読めるファイルがありません。');
  return packUnit(sender, unit, letter, id);
}
