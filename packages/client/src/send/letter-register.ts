import { sha256Hex } from '@musubi/evidence';
import { z } from 'zod';
import type { FileStore } from '../ports.js';
import type { Draft } from './drafts.js';

const FOLDER = 'letters';
/** A killed or repeated command comes back within days; the same words a week later are meant. */
const DAYS_MS = 3 * 24 * 60 * 60 * 1000;
const note = z.object({ id: z.string(), at: z.string() });

/**
 * Remembers which letters went from this store in the last days, by a digest: a message or attachments alone have no
 * ファイル連番 by which the hub could tell that they come twice.
 */
export class LetterRegister {
  constructor(private readonly files: FileStore) {}

  /** The transmission as which the same letter to the same office was to go in the last days; whether it went the hub knows. */
  async find(draft: Draft, now: Date): Promise<{ readonly id: string } | null> {
    const found = await this.#read(`${await digestOf(draft)}.json`);
    return found && !isOld(found, now) ? found : null;
  }

  /** Notes a letter that is about to be stored, and forgets what is old. */
  async note(draft: Draft, now: Date): Promise<void> {
    for (const name of await this.files.list(FOLDER)) {
      const known = await this.#read(name);
      if (!known || isOld(known, now)) await this.files.remove(`${FOLDER}/${name}`);
    }
    const bytes = new TextEncoder().encode(JSON.stringify({ id: draft.id, at: now.toISOString() }));
    await this.files.write(`${FOLDER}/${await digestOf(draft)}.json`, bytes);
  }

  async #read(name: string) {
    const bytes = await this.files.read(`${FOLDER}/${name}`);
    return bytes && note.parse(JSON.parse(new TextDecoder().decode(bytes)));
  }
}

const isOld = ({ at }: { at: string }, now: Date) => Math.abs(now.getTime() - Date.parse(at)) > DAYS_MS;

async function digestOf({ recipient, letter: { message, attachments } }: Draft): Promise<string> {
  const parts = await Promise.all(attachments.map(async ({ name, bytes }) => [name, await sha256Hex(bytes)]));
  return sha256Hex(
    new TextEncoder().encode(JSON.stringify([recipient.officeNumber, recipient.serviceType, message, parts])),
  );
}
