import { type Bytes, toBytes, toHex } from '../bytes.js';
import { DerReader, TAG } from '../der/reader.js';
import { type Certificate, derOf, readSigned, readTime, requireSameAlgorithm, type Signed } from './certificate.js';
import { type GeneralName, readExtensionList, readPointName, sameGeneralName } from './extensions.js';
import { nameKey } from './names.js';

/** For which certificates of its issuer a list speaks (RFC 5280 5.2.5). */
export interface Scope {
  readonly of: 'all' | 'offices' | 'authorities' | 'others';
  /** The places of the list, when it is a part of several; certificates name the part that is theirs. */
  readonly points: readonly GeneralName[];
}

/** A certificate revocation list (RFC 5280). */
export interface RevocationList {
  readonly der: Bytes;
  readonly issuerDer: Bytes;
  /** For comparing. */
  readonly issuerKey: readonly string[];
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  readonly scope: Scope;
  /** OIDs of critical extensions that are not read here: such a list speaks for nothing. */
  readonly unhandled: readonly string[];
  /** When each serial number (hex) was revoked. */
  readonly revoked: ReadonlyMap<string, Date>;
  readonly signed: Signed;
}

const CODE = 'MSB-CRL-MALFORMED';
const ISSUING_POINT = '2.5.29.28';

/** Parses a list from DER or PEM; throws MSB-CRL-MALFORMED. */
export function parseRevocationList(input: Uint8Array | string): RevocationList {
  const bytes = derOf(input, CODE);
  const { fields, ...signed } = readSigned(bytes, CODE);
  if (fields.peekTag() === TAG.integer) fields.number();
  requireSameAlgorithm(fields, signed.algorithm);
  const issuerDer = toBytes(fields.next(TAG.sequence).raw);
  const thisUpdate = readTime(fields.next());
  const hasNext = fields.peekTag() === TAG.utcTime || fields.peekTag() === TAG.generalizedTime;
  const nextUpdate = hasNext ? readTime(fields.next()) : thisUpdate;
  const entries = fields.optional(TAG.sequence);
  const { revoked, unhandled } = readEntries(entries ? fields.inside(entries) : null);
  const extensions = readListExtensions(fields);
  fields.end();
  const critical = extensions.filter(({ id, isCritical }) => isCritical && id !== ISSUING_POINT).map(({ id }) => id);
  return {
    der: toBytes(bytes),
    issuerDer,
    issuerKey: nameKey(issuerDer),
    thisUpdate,
    nextUpdate,
    scope: readScope(extensions.find(({ id }) => id === ISSUING_POINT)?.value ?? null),
    unhandled: [...critical, ...unhandled],
    revoked,
    signed,
  };
}

function readEntries(list: DerReader | null) {
  const revoked = new Map<string, Date>();
  const unhandled: string[] = [];
  while (list && !list.done) {
    const entry = list.enter(TAG.sequence);
    const serial = toHex(entry.integer());
    revoked.set(serial, readTime(entry.next()));
    const extensions = entry.optional(TAG.sequence);
    for (const { id, isCritical } of extensions ? readExtensionList(entry.inside(extensions)) : [])
      if (isCritical) unhandled.push(id); // an entry for another issuer's certificate, for example
    entry.end();
  }
  return { revoked, unhandled };
}

function readListExtensions(fields: DerReader) {
  const node = fields.optional(0xa0);
  if (!node) return [];
  const reader = fields.inside(node);
  const list = readExtensionList(reader.enter(TAG.sequence));
  reader.end();
  return list;
}

function readScope(value: Uint8Array | null): Scope {
  if (!value) return { of: 'all', points: [] };
  const reader = new DerReader(value, CODE).enter(TAG.sequence);
  const point = reader.optional(0xa0);
  const points = point ? readPointName(reader.inside(point)) : [];
  const isSet = (tag: number) => (reader.optional(tag)?.content[0] ?? 0) !== 0;
  const [offices, authorities] = [isSet(0x81), isSet(0x82)];
  // Some reasons only, lists for other issuers, attribute certificates: nothing that tells us a certificate is good.
  const isOther = reader.optional(0x83) !== null || isSet(0x84) || isSet(0x85);
  reader.end();
  const isUnnamed = point !== null && points.length === 0;
  const of =
    isOther || isUnnamed || (offices && authorities)
      ? 'others'
      : offices
        ? 'offices'
        : authorities
          ? 'authorities'
          : 'all';
  return { of, points };
}

/** Whether the list speaks for a certificate of its issuer. */
export function speaksFor({ scope, unhandled }: RevocationList, certificate: Certificate): boolean {
  if (unhandled.length > 0 || scope.of === 'others') return false;
  if (scope.of === 'offices' && certificate.isAuthority) return false;
  if (scope.of === 'authorities' && !certificate.isAuthority) return false;
  if (scope.points.length === 0) return true;
  return scope.points.some((point) => certificate.distributionPoints.some((one) => sameGeneralName(one, point)));
}
