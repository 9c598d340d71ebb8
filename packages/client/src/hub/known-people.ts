import type { OfficePerson } from '@musubi/contract';
import { z } from 'zod';
import type { FileStore } from '../ports.js';
import type { HubConnection } from './connection.js';

const PATH = 'trust/people.json';
const knownFile = z.object({ userIds: z.array(z.string()) });

/**
 * The people of an office as this terminal knows them (C1). Whom somebody of the office let in becomes known without a
 * word; anybody else is a stranger until a person here says otherwise, whatever the hub says later. The first time
 * everybody is known, as authorities are pinned at first use. One store, or one path in it, for each hub and office.
 */
export class KnownPeople {
  constructor(
    private readonly hub: HubConnection,
    private readonly files: FileStore,
    private readonly path = PATH,
  ) {}

  /** Asks the hub who may sign in for the office; returns the strangers among them, `own` never being one. */
  async strangers(own: string): Promise<OfficePerson[]> {
    const { people } = await this.hub.call('listOfficePeople', {});
    const stored = await this.#known();
    const isFirst = stored === null;
    const known = stored ?? new Set<string>();
    const isFriend = ({ userId, addedBy }: OfficePerson) => isFirst || userId === own || addedBy === 'office';
    const strangers = people.filter((one) => !known.has(one.userId) && !isFriend(one));
    const strange = new Set(strangers.map(({ userId }) => userId));
    await this.#save([...known, ...people.map(({ userId }) => userId).filter((userId) => !strange.has(userId))]);
    return strangers;
  }

  /** Keeps that somebody here knows these people: they are strangers no more. */
  async know(userIds: readonly string[]): Promise<void> {
    await this.#save([...((await this.#known()) ?? []), ...userIds]);
  }

  /** Null before the first time. */
  async #known(): Promise<ReadonlySet<string> | null> {
    const bytes = await this.files.read(this.path);
    return bytes && new Set(knownFile.parse(JSON.parse(new TextDecoder().decode(bytes))).userIds);
  }

  #save(userIds: readonly string[]): Promise<void> {
    const text = JSON.stringify({ userIds: [...new Set(userIds)].sort() });
    return this.files.write(this.path, new TextEncoder().encode(text));
  }
}
