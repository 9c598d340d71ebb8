import { type Bytes, toBytes, toHex } from '../bytes.js';
import { DerReader, TAG } from '../der/reader.js';
import type { EvidenceProblemCode } from '../problems.js';

export type KeyUsage =
  | 'digitalSignature'
  | 'nonRepudiation'
  | 'keyEncipherment'
  | 'keyAgreement'
  | 'keyCertSign'
  | 'cRLSign';

/** A name of any kind: its tag and what it holds. */
export interface GeneralName {
  readonly tag: number;
  readonly content: Bytes;
}

export interface NameConstraints {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
}

/** The extensions of a certificate, as far as paths are judged by them (RFC 5280 4.2). */
export interface Extensions {
  /** Null when the certificate names no usage (everything is allowed then). */
  readonly keyUsage: ReadonlySet<KeyUsage> | null;
  readonly extendedKeyUsage: ReadonlySet<string> | null;
  readonly isAuthority: boolean;
  /** The most authorities between this one and the end; null without limit. */
  readonly pathLength: number | null;
  readonly nameConstraints: NameConstraints | null;
  readonly alternativeNames: readonly GeneralName[];
  /** Places where its issuer publishes revocation lists. */
  readonly distributionPoints: readonly GeneralName[];
  /** OIDs of critical extensions that are not read here: who does not know them must refuse. */
  readonly unhandled: readonly string[];
}

export const EXTENSION = {
  keyUsage: '2.5.29.15',
  alternativeNames: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  distributionPoints: '2.5.29.31',
  policies: '2.5.29.32',
  extendedKeyUsage: '2.5.29.37',
} as const;

/** Every policy is fine with us, so that naming some, even critically, limits nothing. */
const HANDLED: readonly string[] = Object.values(EXTENSION);

interface RawExtension {
  readonly id: string;
  readonly isCritical: boolean;
  readonly value: Uint8Array;
}

/** Reads a list of extensions; the same twice is refused (RFC 5280 4.2). */
export function readExtensionList(list: DerReader): RawExtension[] {
  const all = new Map<string, RawExtension>();
  while (!list.done) {
    const extension = list.enter(TAG.sequence);
    const id = extension.oid();
    const isCritical = extension.peekTag() === TAG.boolean && extension.boolean();
    const value = extension.next(TAG.octetString).content;
    extension.end();
    if (all.has(id)) list.fail(`extension ${id} twice`);
    all.set(id, { id, isCritical, value });
  }
  return [...all.values()];
}

/** Reads the extensions of a certificate; throws with `code` when one that is known can't be read. */
export function readExtensions(list: readonly RawExtension[], code: EvidenceProblemCode): Extensions {
  const read = <T>(id: string, how: (reader: DerReader) => T): T | null => {
    const found = list.find((one) => one.id === id);
    if (!found) return null;
    const reader = new DerReader(found.value, code);
    const value = how(reader);
    reader.end();
    return value;
  };
  const basic = read(EXTENSION.basicConstraints, readBasicConstraints);
  return {
    keyUsage: read(EXTENSION.keyUsage, readUsages),
    extendedKeyUsage: read(EXTENSION.extendedKeyUsage, readOids),
    isAuthority: basic?.isAuthority ?? false,
    pathLength: basic?.pathLength ?? null,
    nameConstraints: read(EXTENSION.nameConstraints, readNameConstraints),
    alternativeNames: read(EXTENSION.alternativeNames, readGeneralNames) ?? [],
    distributionPoints: read(EXTENSION.distributionPoints, readDistributionPoints) ?? [],
    unhandled: list.filter(({ id, isCritical }) => isCritical && !HANDLED.includes(id)).map(({ id }) => id),
  };
}

function readBasicConstraints(reader: DerReader): { isAuthority: boolean; pathLength: number | null } {
  const fields = reader.enter(TAG.sequence);
  const isAuthority = fields.peekTag() === TAG.boolean && fields.boolean();
  const pathLength = fields.peekTag() === TAG.integer ? fields.number() : null;
  fields.end();
  return { isAuthority, pathLength };
}

const USAGES: readonly (KeyUsage | null)[] = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  null,
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
];

function readUsages(reader: DerReader): Set<KeyUsage> {
  const bits = reader.next(TAG.bitString).content[1] ?? 0;
  return new Set(USAGES.flatMap((usage, at) => (usage && bits & (0x80 >> at) ? [usage] : [])));
}

function readOids(reader: DerReader): Set<string> {
  const list = reader.enter(TAG.sequence);
  const oids = new Set<string>();
  while (!list.done) oids.add(list.oid());
  return oids;
}

function generalNamesIn(list: DerReader): GeneralName[] {
  const names: GeneralName[] = [];
  while (!list.done) {
    const { tag, content } = list.next();
    names.push({ tag, content: toBytes(content) });
  }
  return names;
}

const readGeneralNames = (reader: DerReader) => generalNamesIn(reader.enter(TAG.sequence));

function readNameConstraints(reader: DerReader): NameConstraints {
  const fields = reader.enter(TAG.sequence);
  const [permitted, excluded] = [0xa0, 0xa1].map((tag) => {
    const subtrees = fields.optional(tag);
    const names: GeneralName[] = [];
    for (const list = subtrees ? fields.inside(subtrees) : null; list && !list.done; ) {
      const subtree = list.enter(TAG.sequence);
      const { tag: kind, content } = subtree.next();
      subtree.end(); // minimum and maximum are never used (RFC 5280 4.2.1.10)
      names.push({ tag: kind, content: toBytes(content) });
    }
    return names;
  });
  fields.end();
  return { permitted: permitted ?? [], excluded: excluded ?? [] };
}

/** The full names of a DistributionPointName; relative ones are not read. */
export function readPointName(name: DerReader): GeneralName[] {
  const full = name.optional(0xa0);
  return full ? generalNamesIn(name.inside(full)) : [];
}

function readDistributionPoints(reader: DerReader): GeneralName[] {
  const names: GeneralName[] = [];
  for (const list = reader.enter(TAG.sequence); !list.done; ) {
    const point = list.enter(TAG.sequence);
    const name = point.optional(0xa0);
    if (name) names.push(...readPointName(point.inside(name)));
  }
  return names;
}

export function sameGeneralName(a: GeneralName, b: GeneralName): boolean {
  return a.tag === b.tag && toHex(a.content) === toHex(b.content);
}
