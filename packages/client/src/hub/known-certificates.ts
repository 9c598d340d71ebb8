import { endorsedCertificates, fromBase64, type Holder, parseCertificate } from '@musubi/evidence';
import { z } from 'zod';
import type { FileStore } from '../ports.js';
import type { HubConnection } from './connection.js';

const fingerprint = z.string().regex(/^[0-9a-f]{64}$/);
const known = z.object({
  fingerprint,
  holder: z.enum(['office', 'agent']),
  /** first: named when this terminal first met the office; own: its key is held here. */
  how: z.enum(['first', 'endorsed', 'accepted', 'own']),
  since: z.string(),
});
const officeFile = z.object({
  known: z.array(known),
  /** Endorsed by nobody known: they count for nothing until a person decides. */
  strangers: z.array(fingerprint),
  /** A person decided against them. */
  leftOut: z.array(fingerprint),
  /** A person has seen whom this terminal met. */
  isIntroduced: z.boolean(),
});

export type PinnedCertificate = z.infer<typeof known>;
/** A terminal's knowledge of an office's certificates. */
export type KnownOffice = z.infer<typeof officeFile>;
const NOBODY: KnownOffice = { known: [], strangers: [], leftOut: [], isIntroduced: false };

/** The verdict on certificates in question, once the endorsements are looked at. */
export interface Acquaintance {
  /** Fingerprints that count for the office. */
  readonly known: ReadonlySet<string>;
  /** New certificates that nobody known endorses and no person decided about. */
  readonly strangers: readonly string[];
  /** The office was met just now: all that the hub named is pinned, and its words are worth comparing. */
  readonly isFirst: boolean;
}

/**
 * Whose certificates are whose, as this terminal came to know (docs/decisions/0016): pinned when it first meets an office;
 * later ones count when one already known endorses them, or when a person accepted them. The hub's word alone never
 * suffices. One folder for each hub and office that signs in.
 */
export class KnownCertificates {
  constructor(
    private readonly hub: HubConnection,
    private readonly files: FileStore,
    private readonly folder: string,
  ) {}

  /** Returns what is known of an office; null before it was met. */
  async of(officeNumber: string): Promise<KnownOffice | null> {
    const bytes = await this.files.read(this.#path(officeNumber));
    return bytes ? officeFile.parse(JSON.parse(new TextDecoder().decode(bytes))) : null;
  }

  /** Numbers of all offices this terminal has met. */
  async offices(): Promise<string[]> {
    const names = await this.files.list(this.folder);
    return names.map((name) => name.replace(/\.json$/, '')).sort();
  }

  /** Judges certificates of an office; asks the hub for endorsements only when one of them is not known yet. */
  async judge(officeNumber: string, fingerprints: readonly string[], at: Date): Promise<Acquaintance> {
    const pinned = await this.of(officeNumber);
    const known = new Set(pinned?.known.map((one) => one.fingerprint));
    if (pinned && fingerprints.every((one) => known.has(one))) return { known, strangers: [], isFirst: false };
    return this.#look(officeNumber, fingerprints, at);
  }

  /** Looks at all certificates of an office now, and returns how they stand; for the office itself, at sign-in and on news. */
  async look(officeNumber: string, at: Date): Promise<Acquaintance> {
    return this.#look(officeNumber, [], at);
  }

  async #look(officeNumber: string, asked: readonly string[], at: Date): Promise<Acquaintance> {
    const { certificates } = await this.hub.call('listOfficeCertificates', { params: { officeNumber } });
    const enrolled = await Promise.all(certificates.map(parse));
    const pinned = await this.of(officeNumber); // read after the answer: a person may have decided meanwhile
    const since = at.toISOString();
    const before = pinned?.known ?? [];
    const found: readonly { fingerprint: string; holder: Holder }[] = pinned
      ? await endorsedCertificates(officeNumber, before, enrolled)
      : certificates;
    const how = pinned ? ('endorsed' as const) : ('first' as const);
    const all = [...before, ...found.map(({ fingerprint, holder }) => ({ fingerprint, holder, how, since }))];
    const known = new Set(all.map((one) => one.fingerprint));
    const leftOut = (pinned?.leftOut ?? []).filter((one) => !known.has(one));
    const inUse = certificates.filter(({ revokedAt, notAfter }) => revokedAt === null && new Date(notAfter) >= at);
    const strangers = [...new Set([...inUse.map((one) => one.fingerprint), ...asked])].filter(
      (one) => !known.has(one) && !leftOut.includes(one),
    );
    await this.#save(officeNumber, { known: all, strangers, leftOut, isIntroduced: pinned?.isIntroduced ?? false });
    return { known, strangers, isFirst: pinned === null };
  }

  /** Goes by a certificate from now on: a person compared its words with the office, or its key is held here. */
  async accept(
    officeNumber: string,
    fingerprint: string,
    at: Date,
    { how = 'accepted', holder = 'office' }: Partial<Pick<PinnedCertificate, 'how' | 'holder'>> = {},
  ): Promise<void> {
    const { known, strangers, leftOut } = (await this.of(officeNumber)) ?? NOBODY;
    const others = (list: readonly string[]) => list.filter((one) => one !== fingerprint);
    const isThere = known.some((one) => one.fingerprint === fingerprint);
    const added = isThere ? [] : [{ fingerprint, holder, how, since: at.toISOString() }];
    await this.#save(officeNumber, {
      known: [...known, ...added],
      strangers: others(strangers),
      leftOut: others(leftOut),
      isIntroduced: true,
    });
  }

  /** Asks about a certificate no more: nothing is encrypted to it, and what it signs is not opened. */
  async leaveOut(officeNumber: string, fingerprint: string): Promise<void> {
    const { known, strangers, leftOut } = (await this.of(officeNumber)) ?? NOBODY;
    await this.#save(officeNumber, {
      known,
      isIntroduced: true,
      strangers: strangers.filter((one) => one !== fingerprint),
      leftOut: [...new Set([...leftOut, fingerprint])],
    });
  }

  /** Notes that a person has seen whom this terminal met. */
  async introduce(officeNumber: string): Promise<void> {
    const office = await this.of(officeNumber);
    if (office) await this.#save(officeNumber, { ...office, isIntroduced: true });
  }

  /** Offices that people should look at: met and not shown yet, or with certificates to decide about. */
  async pending(): Promise<(KnownOffice & { readonly officeNumber: string })[]> {
    const all = await Promise.all(
      (await this.offices()).map(async (officeNumber) => ({
        officeNumber,
        ...((await this.of(officeNumber)) ?? NOBODY),
      })),
    );
    return all.filter(({ strangers, isIntroduced }) => strangers.length > 0 || !isIntroduced);
  }

  /** Meets the office that signs in, whose key is held here; returns how its certificates stand. */
  async meetOwn(officeNumber: string, own: { fingerprint: string; holder: Holder }, at: Date): Promise<Acquaintance> {
    if (!(await this.of(officeNumber))) await this.look(officeNumber, at);
    await this.accept(officeNumber, own.fingerprint, at, { how: 'own', holder: own.holder });
    return this.look(officeNumber, at);
  }

  /** Begins anew: what the hub names next is pinned. */
  forget(): Promise<void> {
    return this.files.remove(this.folder);
  }

  #path(officeNumber: string): string {
    return `${this.folder}/${officeNumber}.json`;
  }

  #save(officeNumber: string, office: KnownOffice): Promise<void> {
    return this.files.write(this.#path(officeNumber), new TextEncoder().encode(JSON.stringify(office)));
  }
}

async function parse(told: {
  certificatePem: string;
  revokedAt: string | null;
  endorsements: readonly { statement: string; signature: string }[];
}) {
  return {
    certificate: await parseCertificate(told.certificatePem),
    revokedAt: told.revokedAt === null ? null : new Date(told.revokedAt),
    endorsements: told.endorsements.map(({ statement, signature }) => ({
      statement: fromBase64(statement),
      signature: fromBase64(signature),
    })),
  };
}
