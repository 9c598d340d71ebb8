import type { ProblemCode } from '@musubi/contract';
import { TRANSMISSION_KINDS } from '@musubi/contract';
import type { Manifest } from '@musubi/evidence';
import {
  compositionOf,
  type FileNameParts,
  mayExchange,
  parseFileName,
  UNIT_KINDS,
  type UnitKind,
} from '@musubi/standard';
import type { Settings } from '../platform/settings.js';
import { timeOfId } from './bucket.js';

/** Why a manifest is refused: the problem and the words that tell where. */
export interface RuleBreach {
  readonly code: ProblemCode;
  readonly reason?: string;
  readonly limit?: number;
}

const MAX_AGE_MS = 7 * 24 * 60 * 60 * 1000; // an outbox may wait over a long holiday
const MAX_AHEAD_MS = 10 * 60 * 1000;
const MAX_ID_DRIFT_MS = 60 * 60 * 1000;
/** A unit's files, with the pictures of its plan; lists of transmissions name them all. */
const MOST_FILES = 50;
const MAX_MESSAGE_BYTES = 4000; // 1,000 characters of at most four bytes

/** All rules on a manifest that need no database: form, times, sizes, names, file set, roles. Null when it may pass. */
export function breachOf(manifest: Manifest, now: Date, settings: Settings): RuleBreach | null {
  return (
    timeBreach(manifest, now) ?? sizeBreach(manifest, settings) ?? partyBreach(manifest) ?? contentBreach(manifest)
  );
}

function timeBreach({ id, createdAt }: Manifest, now: Date): RuleBreach | null {
  const created = new Date(createdAt).getTime();
  const made = timeOfId(id)?.getTime();
  // The id is chosen when a person says "send"; where the hub can't be asked for certificates, it is packed days later.
  if (made === undefined || made - created > MAX_ID_DRIFT_MS || created - made > MAX_AGE_MS)
    return { code: 'MSB-SUBMIT-MANIFEST', reason: 'id' };
  const isOff = created > now.getTime() + MAX_AHEAD_MS || created < now.getTime() - MAX_AGE_MS;
  return isOff ? { code: 'MSB-SUBMIT-CLOCK' } : null;
}

function sizeBreach(
  { files, attachments, message, payload }: Manifest,
  { maxFileBytes, maxTransmissionBytes }: Settings,
): RuleBreach | null {
  const sizes = [...files, ...attachments].map(({ size }) => size);
  if (sizes.some((size) => size > maxFileBytes)) return { code: 'MSB-SUBMIT-FILE-TOO-LARGE', limit: maxFileBytes };
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total > maxTransmissionBytes || payload.size > maxTransmissionBytes + 65_536) {
    return { code: 'MSB-SUBMIT-TOO-LARGE', limit: maxTransmissionBytes };
  }
  return (message?.size ?? 0) > MAX_MESSAGE_BYTES ? { code: 'MSB-SUBMIT-MANIFEST', reason: 'message' } : null;
}

function partyBreach({ sender, recipient }: Manifest): RuleBreach | null {
  const isSelf = sender.officeNumber === recipient.officeNumber && sender.serviceType === recipient.serviceType;
  return isSelf ? { code: 'MSB-SUBMIT-SELF' } : null;
}

function isUnitKind(kind: string): kind is UnitKind {
  return UNIT_KINDS.some((known) => known === kind);
}

function contentBreach(manifest: Manifest): RuleBreach | null {
  const { kind, files, attachments, message, sender, recipient, edition, serial } = manifest;
  if (!TRANSMISSION_KINDS.some((known) => known === kind)) return { code: 'MSB-SUBMIT-MANIFEST', reason: 'kind' };
  if (!isUnitKind(kind)) {
    const isEmpty = kind === 'message' ? message === null || attachments.length > 0 : attachments.length === 0;
    const hasUnit = files.length > 0 || edition !== null || serial !== null;
    return isEmpty || hasUnit ? { code: 'MSB-SUBMIT-MANIFEST', reason: 'kind' } : null;
  }
  if (edition === null || serial === null) return { code: 'MSB-SUBMIT-MANIFEST', reason: 'edition' };
  if (files.length > MOST_FILES) return { code: 'MSB-SUBMIT-FILE-SET', reason: `${files.length} > ${MOST_FILES}` };
  const names = namesOf(manifest);
  if ('code' in names) return names;
  const verdict = mayExchange(kind, sender.serviceType, recipient.serviceType);
  if (!verdict.allowed) return { code: 'MSB-SUBMIT-ROLE', reason: verdict.reason };
  return fileSetBreach(kind, edition, names);
}

/**
 * Every name must follow the standard and agree with sender, recipient, edition, serial and month of the manifest. What a
 * person wrote around it ("山田様 UPPLAN_….CSV") has no place in a manifest, which is not encrypted.
 */
function namesOf(manifest: Manifest): readonly FileNameParts[] | RuleBreach {
  const all: FileNameParts[] = [];
  for (const { name } of manifest.files) {
    const { parts, findings } = parseFileName(name);
    const isMarked = findings.some(({ code }) => code === 'MSB-NAME-COPY');
    if (!parts || isMarked || !agrees(parts, manifest)) return { code: 'MSB-SUBMIT-FILE-NAME', reason: name };
    all.push(parts);
  }
  return all;
}

function agrees(parts: FileNameParts, { sender, recipient, edition, serial, serviceMonth }: Manifest): boolean {
  const fits = (named: FileNameParts['sender'], office: Manifest['sender']) =>
    named.officeNumber === office.officeNumber &&
    (named.serviceType === null || named.serviceType === office.serviceType);
  const month = parts.month === '000000' ? null : parts.month;
  return (
    fits(parts.sender, sender) &&
    fits(parts.recipient, recipient) &&
    parts.edition === edition &&
    parts.serial === serial &&
    month === serviceMonth
  );
}

function fileSetBreach(kind: UnitKind, edition: '3' | '4.1', names: readonly FileNameParts[]): RuleBreach | null {
  const { required, optional } = compositionOf(kind, edition);
  const present = names.map((parts) => parts.kind);
  const missing = required.find((file) => !present.includes(file));
  const extra = present.find((file) => !required.includes(file) && !optional.includes(file));
  const twice = present.find((file, at) => file !== 'UPKIHON_IMAGE' && present.indexOf(file) !== at);
  const wrong = missing ?? extra ?? twice;
  return wrong ? { code: 'MSB-SUBMIT-FILE-SET', reason: wrong } : null;
}
