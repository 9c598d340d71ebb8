import { newId, submitPacked } from '@musubi/client';
import type { Submission } from '@musubi/contract';
import { type PackedTransmission, type PackInput, packTransmission } from '@musubi/evidence';
import { startTestHub } from './hub.js';
import { enrolOffice, signIn, type TestOffice, type TestPerson } from './offices.js';

export type SampleInput = Omit<PackInput, 'signer' | 'readers'>;

/** 2026-09-25 10:00:04; serials are times to the second. */
const FIRST_SERIAL = Date.UTC(2026, 8, 25, 10, 0, 4);
let units = 0;
const serialAt = (at: Date) => at.toISOString().replaceAll(/\D/g, '').slice(0, 14);

/**
 * A schedule of October 2026 between two offices, each call a unit of its own, with files of a few bytes: the hub can't
 * read them anyway.
 */
export function packInputFor(
  sender: string,
  senderType: string,
  recipient: string,
  recipientType: string,
  at: Date,
): SampleInput {
  const serial = serialAt(new Date(FIRST_SERIAL + 1000 * units++));
  const name = (kind: string) => `${kind}_202610_${sender}_${senderType}_${recipient}_${recipientType}_${serial}.CSV`;
  return {
    id: newId(at),
    sender: { officeNumber: sender, serviceType: senderType },
    recipient: { officeNumber: recipient, serviceType: recipientType },
    kind: 'schedule',
    serviceMonth: '202610',
    edition: '4.1',
    serial,
    files: ['UPPLAN', 'UPSIKYU', 'UPHOSOKU'].map((kind) => ({
      name: name(kind),
      bytes: new TextEncoder().encode(`${kind} content`),
    })),
    attachments: [],
    message: null,
    createdAt: at,
  };
}

export function packFor(sender: TestOffice, recipient: TestOffice, input: SampleInput): Promise<PackedTransmission> {
  return packTransmission({
    ...input,
    signer: sender.identity,
    readers: [sender.identity.certificate, recipient.identity.certificate],
  });
}

export async function submitSample(
  person: TestPerson,
  sender: TestOffice,
  recipient: TestOffice,
  input: SampleInput,
): Promise<Submission> {
  return submitPacked(person.hub, await packFor(sender, recipient, input));
}

/** A hub with a care office, whose person sends, a visiting-nurse office, and a third that has no part in it. */
export async function startExchange() {
  const hub = await startTestHub();
  const care = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43', '11'], name: 'ひまわり' });
  const visit = await enrolOffice(hub, {
    officeNumber: '1375400014',
    serviceTypes: ['13'],
    keyType: 'rsa-2048',
    name: 'みなと',
  });
  const centre = await enrolOffice(hub, { officeNumber: '1376800050', serviceTypes: ['46'] });
  const carer = await signIn(hub, care, 'staff', '計画 作成');
  const stranger = await signIn(hub, centre, 'staff');
  const input = (change: Partial<SampleInput> = {}): SampleInput => ({
    ...packInputFor(care.officeNumber, '43', visit.officeNumber, '13', hub.context.now()),
    ...change,
  });
  const send = (change: Partial<SampleInput> = {}) => submitSample(carer, care, visit, input(change));
  return { hub, care, visit, centre, carer, stranger, input, send };
}
