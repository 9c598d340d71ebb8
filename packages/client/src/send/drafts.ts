import type { InputFile } from '@musubi/standard';
import { z } from 'zod';
import { HubProblem } from '../hub/connection.js';
import { inLanes } from '../lanes.js';
import type { FileStore } from '../ports.js';
import { lastSentOf } from './earlier.js';
import { reasonToWait } from './later.js';
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
  /** The unit is sent once more on purpose: it replaces what it was sent as last. */
  readonly again?: boolean;
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
const TOLD = 'draft.json';
/** Begins the name of the folder that holds what one act sends. */
const RUN = 'run-';
const DAMAGED =
  '保存した送信待ちの一部が、この端末から失われています。この送信待ちを取り除き、元のファイルから送り直してください。';
const description = z.object({
  recipient: z.object({ officeNumber: z.string(), serviceType: z.string().nullable() }),
  files: z.array(z.string()),
  message: z.string().nullable(),
  supersedes: z.string().nullable().optional(),
  again: z.boolean().optional(),
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

  /** Stores what one act sends, all of it or nothing; when this returns it survives a crash. */
  async add(drafts: readonly Draft[]): Promise<void> {
    const [first] = drafts;
    if (!first) return;
    const files = drafts.flatMap((draft) =>
      filesOf(draft).map(([name, bytes]) => [`${draft.id}/${name}`, bytes] as const),
    );
    await this.files.writeFolder(`${FOLDER}/${RUN}${first.id}`, new Map(files));
  }

  async list(): Promise<StoredDraft[]> {
    const places = [...(await this.#places())].sort(([one], [other]) => one.localeCompare(other));
    const drafts = await Promise.all(places.map(([id, place]) => this.#read(id, place)));
    return drafts.filter((draft) => draft !== null);
  }

  /** The place of each draft: in the folder of its act, or alone as they did before there were such folders. */
  async #places(): Promise<Map<string, string>> {
    const places = new Map<string, string>();
    for (const name of await this.files.list(FOLDER)) {
      const ids = name.startsWith(RUN) ? await this.files.list(`${FOLDER}/${name}`) : [];
      for (const id of ids) places.set(id, `${FOLDER}/${name}/${id}`);
      if (!name.startsWith(RUN)) places.set(name, `${FOLDER}/${name}`);
    }
    return places;
  }

  async #read(id: string, place: string): Promise<StoredDraft | null> {
    const read = (name: string) => this.files.read(`${place}/${name}`);
    const told = await read(TOLD);
    if (!told) return null;
    const { recipient, files, message, supersedes, attachments, again } = description.parse(
      JSON.parse(new TextDecoder().decode(told)),
    );
    let isWhole = true;
    const bytesOf = async (name: string) => {
      const bytes = await read(name);
      isWhole &&= bytes !== null;
      return bytes ?? new Uint8Array();
    };
    const refusal = await read(REFUSAL);
    const draft = {
      id,
      recipient,
      files: await Promise.all(files.map(async (name, at) => ({ name, bytes: await bytesOf(`file-${at}`) }))),
      letter: {
        message,
        supersedes,
        attachments: await Promise.all(
          attachments.map(async (one, at) => ({ ...one, bytes: await bytesOf(`attachment-${at}`) })),
        ),
      },
      ...(again ? { again } : {}),
    };
    return { ...draft, refusal: isWhole ? refusal && new TextDecoder().decode(refusal) : DAMAGED };
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
    await this.#sweepRuns();
    return outcomes;
  }

  async #pack(open: () => Promise<Sender>, draft: Draft): Promise<PackOutcome> {
    try {
      if (!(await this.outbox.has(draft.id))) await this.outbox.add(await packDraft(await open(), draft));
      return { state: 'packed', draft };
    } catch (error) {
      if (error instanceof CannotSend) return { state: 'refused', draft, reason: error.message };
      const later = reasonToWait(error);
      if (later !== null) return { state: 'waiting', draft, reason: later };
      if (!(error instanceof HubProblem)) throw error;
      return { state: 'refused', draft, reason: `${error.message}${error.action}` };
    }
  }

  async #refuse(id: string, reason: string): Promise<void> {
    const place = (await this.#places()).get(id);
    if (place) await this.files.write(`${place}/${REFUSAL}`, new TextEncoder().encode(reason));
  }

  /** Takes a draft out for good: its description first, so that no part of one is ever taken for a whole. */
  async discard(id: string): Promise<void> {
    const place = (await this.#places()).get(id);
    if (!place) return;
    await this.files.remove(`${place}/${TOLD}`);
    await this.files.remove(place);
    const run = place.slice(0, place.lastIndexOf('/'));
    if (run !== FOLDER && (await this.files.list(run)).length === 0) await this.files.remove(run);
  }

  /** Removes what killed processes and other windows left of drafts that are gone: folders without a description. */
  async #sweepRuns(): Promise<void> {
    for (const name of (await this.files.list(FOLDER)).filter((one) => one.startsWith(RUN))) {
      const run = `${FOLDER}/${name}`;
      for (const id of await this.files.list(run))
        if (!(await this.files.read(`${run}/${id}/${TOLD}`))) await this.files.remove(`${run}/${id}`);
      if ((await this.files.list(run)).length === 0) await this.files.remove(run);
    }
  }
}

function filesOf({ recipient, files, letter, again }: Draft): (readonly [string, Uint8Array])[] {
  const { message, attachments, supersedes } = letter;
  const told = {
    recipient,
    files: files.map(({ name }) => name),
    message,
    supersedes: supersedes ?? null,
    attachments: attachments.map(({ name, mediaType }) => ({ name, mediaType })),
    again: again ?? false,
  };
  return [
    [TOLD, new TextEncoder().encode(JSON.stringify(told))],
    ...files.map(({ bytes }, at) => [`file-${at}`, bytes] as const),
    ...attachments.map(({ bytes }, at) => [`attachment-${at}`, bytes] as const),
  ];
}

async function packDraft(sender: Sender, { id, recipient, files, letter, again }: Draft) {
  if (files.length === 0) {
    const { officeNumber, serviceType } = recipient;
    if (!serviceType) throw new CannotSend('送信先のサービス種類を指定してください。');
    return packLetter(sender, { officeNumber, serviceType }, letter, id);
  }
  const { checkFiles } = await import('../checks.js');
  const [unit] = checkFiles(files).units;
  if (!unit) throw new CannotSend('ケアプランデータとして読めるファイルがありません。');
  return packUnit(
    sender,
    unit,
    again ? { ...letter, supersedes: await lastSentOf(sender.directory.hub, unit) } : letter,
    id,
  );
}
