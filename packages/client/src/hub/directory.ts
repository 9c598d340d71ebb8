import type { DirectoryOffice, TrustData } from '@musubi/contract';
import type { HubConnection } from './connection.js';

/** What the hub knows of offices and authorities, asked once: made anew for each batch, so that nothing grows stale. */
export class Directory {
  #trust: Promise<TrustData> | null = null;
  readonly #offices = new Map<string, Promise<DirectoryOffice>>();

  constructor(private readonly hub: HubConnection) {}

  trust(): Promise<TrustData> {
    this.#trust ??= this.hub.call('trust', {});
    return this.#trust;
  }

  office(officeNumber: string): Promise<DirectoryOffice> {
    const asked = this.#offices.get(officeNumber) ?? this.hub.call('findOffice', { params: { officeNumber } });
    this.#offices.set(officeNumber, asked);
    return asked;
  }
}
