import type { Transmission } from '@musubi/contract';
import {
  EvidenceError,
  type Identity,
  type PackedTransmission,
  parseManifest,
  type Unpacked,
  unpackTransmission,
} from '@musubi/evidence';
import { type HubConnection, HubProblem } from '../hub/connection.js';
import type { HubTrust } from '../hub/pins.js';
import { officeTrust } from '../hub/trust.js';
import { listAll, openTransmission } from '../receive/receive.js';
import type { PackableUnit } from './prepare.js';

/** The office that sends: its way to the hub, and what it opens with what it sent before. */
export interface SendingOffice {
  readonly hub: HubConnection;
  readonly identities: readonly Identity[];
  readonly trust: HubTrust;
  now(): Date;
}

/** The relation to an earlier transmission of the same unit. */
export interface Comparison {
  /** Null where the caller may not see it: another person of a 代行 sent it. */
  readonly earlier: Transmission | null;
  /** Unread: this terminal has no key for the earlier one, or may not see it. */
  readonly content: 'same' | 'other' | 'unread';
}

/** Opens what was sent before with our own key, and compares files, attachments and message to the last byte. */
export async function compareWithEarlier(
  { hub, identities, trust }: SendingOffice,
  packed: PackedTransmission,
  id: string,
): Promise<Comparison> {
  let earlier: Transmission;
  try {
    earlier = await hub.call('getTransmission', { params: { id } });
  } catch (error) {
    if (error instanceof HubProblem && error.status === 404) return { earlier: null, content: 'unread' };
    throw error;
  }
  try {
    const accepted = await trust.load();
    const { createdAt } = parseManifest(packed.manifest);
    const verification = { trust: await officeTrust(accepted), at: new Date(createdAt) };
    const [ours, { content: theirs }] = await Promise.all([
      unpackTransmission(packed, identities, verification),
      openTransmission({ hub, identities, known: trust.known }, earlier, accepted),
    ]);
    return { earlier, content: isSame(ours, theirs) ? 'same' : 'other' };
  } catch (error) {
    if (error instanceof EvidenceError) return { earlier, content: 'unread' };
    throw error;
  }
}

function isSame(one: Unpacked, other: Unpacked): boolean {
  return (
    one.message === other.message && areSame(one.files, other.files) && areSame(one.attachments, other.attachments)
  );
}

interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The order of files says nothing; attachments may share a name. */
function areSame(some: readonly NamedBytes[], others: readonly NamedBytes[]): boolean {
  const left = [...others];
  const isLeft = ({ name, bytes }: NamedBytes) => {
    const at = left.findIndex((one) => one.name === name && areEqual(one.bytes, bytes));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  };
  return some.length === others.length && some.every(isLeft);
}

const areEqual = (one: Uint8Array, other: Uint8Array) =>
  one.length === other.length && one.every((byte, at) => byte === other[at]);

/** Whether a further one of its unit is refused because of it. */
const isLiving = ({ delivery, decision }: Transmission) =>
  delivery !== 'recalled' && delivery !== 'expired' && decision !== 'rejected';

/** The transmission that a unit was sent as last, for one that is to replace it; null when none of it lives. */
export async function lastSentOf(hub: HubConnection, unit: PackableUnit): Promise<string | null> {
  const query = { box: 'sent', partner: unit.recipient.officeNumber, kind: unit.kind } as const;
  for await (const one of listAll(hub, { ...query, ...(unit.month ? { month: unit.month } : {}) })) {
    const isOne = one.serial === unit.serial && one.edition === unit.edition && one.serviceMonth === unit.month;
    if (isOne && isLiving(one)) return one.id;
  }
  return null;
}
