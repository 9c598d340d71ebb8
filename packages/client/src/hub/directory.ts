import type { DirectoryOffice } from '@musubi/contract';
import type { HubConnection } from './connection.js';
import type { HubTrust } from './pins.js';
import type { Trust } from './trust.js';

/** What the hub knows of offices and authorities, asked once: made anew for each batch, so that nothing grows stale. */
export class Directory {
  #trust: Promise<Trust> | null = null;
  readonly #offices = new Map<string, Promise<DirectoryOffice>>();

  constructor(
    private readonly hub: HubConnection,
    private readonly hubTrust: HubTrust,
  ) {}

  trust(): Promise<Trust> {
    this.#trust ??= this.hubTrust.load();
    return this.#trust;
  }

  office(officeNumber: string): Promise<DirectoryOffice> {
    const asked = this.#offices.get(officeNumber) ?? this.hub.call('findOffice', { params: { officeNumber } });
    this.#offices.set(officeNumber, asked);
    return asked;
  }
}

/** The most offices one question may name (contract, `officesToFind`). */
const AT_ONCE = 300;

/** Asks about many offices in as few questions as possible; offices the hub does not know are missing in the answer. */
export async function findOffices(
  hub: HubConnection,
  officeNumbers: readonly string[],
): Promise<Map<string, DirectoryOffice>> {
  const found = new Map<string, DirectoryOffice>();
  for (let at = 0; at < officeNumbers.length; at += AT_ONCE) {
    const body = { officeNumbers: officeNumbers.slice(at, at + AT_ONCE) };
    const { offices } = await hub.call('findOffices', { body });
    for (const office of offices) found.set(office.officeNumber, office);
  }
  return found;
}
