import type { DirectoryOffice } from '@musubi/contract';
import type { HubConnection } from './connection.js';
import type { Acquaintance } from './known-certificates.js';
import type { HubTrust } from './pins.js';
import type { Trust } from './trust.js';

/** An office that was met for the first time, or that has certificates nobody known endorses: worth telling people. */
export interface Meeting extends Pick<Acquaintance, 'isFirst' | 'strangers'> {
  readonly office: Pick<DirectoryOffice, 'officeNumber' | 'name'>;
  /** Fingerprints in question: all that were pinned just now, or the strangers. */
  readonly fingerprints: readonly string[];
}

/** What the hub knows of offices and authorities, asked once: made anew for each batch, so that nothing grows stale. */
export class Directory {
  #trust: Promise<Trust> | null = null;
  /** Certificates this batch met that people should hear of, by office number. */
  readonly meetings = new Map<string, Meeting>();
  readonly #acquaintances = new Map<string, Promise<Acquaintance>>();
  readonly #offices = new Map<string, Promise<DirectoryOffice>>();

  constructor(
    readonly hub: HubConnection,
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

  /** Judges the certificates named for an office, once. */
  acquaintance(office: DirectoryOffice, fingerprints: readonly string[], at: Date): Promise<Acquaintance> {
    const { officeNumber } = office;
    const judged = this.#acquaintances.get(officeNumber) ?? this.#meet(office, fingerprints, at);
    this.#acquaintances.set(officeNumber, judged);
    return judged;
  }

  async #meet(office: DirectoryOffice, fingerprints: readonly string[], at: Date): Promise<Acquaintance> {
    const met = await this.hubTrust.known.judge(office.officeNumber, fingerprints, at);
    const { isFirst, strangers } = met;
    if (isFirst || strangers.length > 0)
      this.meetings.set(office.officeNumber, {
        office,
        isFirst,
        strangers,
        fingerprints: isFirst ? fingerprints : strangers,
      });
    return met;
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
