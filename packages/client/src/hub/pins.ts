import type { TrustData } from '@musubi/contract';
import { type Certificate, parseCertificate } from '@musubi/evidence';
import { z } from 'zod';
import type { FileStore } from '../ports.js';
import type { HubConnection } from './connection.js';
import { KnownCertificates } from './known-certificates.js';
import { judgeTrust, type Pins, type Trust } from './trust.js';

const pinFile = z.object({ offices: z.array(z.string()), receipts: z.array(z.string()) });
const PATH = 'trust/authorities.json';

/** What an authority vouches for: the offices' certificates, or the hub's receipts. */
export type AuthorityUse = keyof Pins;

/** An authority as the hub names it now, and whether this client goes by it. */
export interface HubAuthority {
  readonly certificate: Certificate;
  readonly use: AuthorityUse;
  readonly isAccepted: boolean;
}

/** The pinned authorities of a terminal; null before the first login. */
export async function loadPins(files: FileStore, path = PATH): Promise<Pins | null> {
  const bytes = await files.read(path);
  return bytes ? pinFile.parse(JSON.parse(new TextDecoder().decode(bytes))) : null;
}

/**
 * The authorities of a hub, pinned at first use (docs/decisions/0013): later ones count only after a person accepted
 * them, and those the hub no longer names count no more. One store, or one path in it, for each hub and office.
 */
export class HubTrust {
  /** Whose certificates are whose, kept beside the authorities. */
  readonly known: KnownCertificates;

  constructor(
    private readonly hub: HubConnection,
    private readonly files: FileStore,
    private readonly path = PATH,
  ) {
    this.known = new KnownCertificates(hub, files, path.replace(/\.json$/, '-offices'));
  }

  pins(): Promise<Pins | null> {
    return loadPins(this.files, this.path);
  }

  /** Asks the hub whom to trust and judges it by what is pinned; the first time all of it is. */
  async load(): Promise<Trust> {
    const { told, pins } = await this.#ask();
    return judgeTrust(told, pins);
  }

  /** Everything the hub names now, accepted or not. */
  async authorities(): Promise<HubAuthority[]> {
    const { told, pins } = await this.#ask();
    const named = await authoritiesIn(told);
    return named.map((one) => ({ ...one, isAccepted: pins[one.use].includes(one.certificate.fingerprint) }));
  }

  /** Goes by an authority from now on, for that use only: somebody compared its fingerprint. */
  async accept({ certificate, use }: Pick<HubAuthority, 'certificate' | 'use'>): Promise<void> {
    const { pins } = await this.#ask();
    await this.#save({ ...pins, [use]: [...new Set([...pins[use], certificate.fingerprint])] });
  }

  /** Begins anew: what the hub names next is pinned. */
  async forget(): Promise<void> {
    await this.known.forget();
    await this.files.remove(this.path);
  }

  async #ask(): Promise<{ told: TrustData; pins: Pins }> {
    const told = await this.hub.call('trust', {});
    return { told, pins: (await this.pins()) ?? (await this.#pinAll(told)) };
  }

  async #pinAll(told: TrustData): Promise<Pins> {
    const named = await authoritiesIn(told);
    const of = (use: AuthorityUse) =>
      named.filter((one) => one.use === use).map(({ certificate }) => certificate.fingerprint);
    return this.#save({ offices: of('offices'), receipts: of('receipts') });
  }

  async #save(pins: Pins): Promise<Pins> {
    await this.files.write(this.path, new TextEncoder().encode(JSON.stringify(pins)));
    return pins;
  }
}

/** The authorities a hub names; one that vouches for offices and for receipts comes twice. */
export async function authoritiesIn(told: TrustData): Promise<Omit<HubAuthority, 'isAccepted'>[]> {
  const [offices, receipts] = await Promise.all([
    Promise.all(told.anchors.map(parseCertificate)),
    Promise.all(told.receiptCertificates.map(parseCertificate)),
  ]);
  return [
    ...offices.map((certificate) => ({ certificate, use: 'offices' as const })),
    ...receipts
      .filter(({ isAuthority }) => isAuthority)
      .map((certificate) => ({ certificate, use: 'receipts' as const })),
  ];
}

/** A fingerprint as people compare it: groups of four letters. */
export function fingerprintText(fingerprint: string): string {
  return fingerprint.replace(/(.{4})(?=.)/g, '$1 ');
}
