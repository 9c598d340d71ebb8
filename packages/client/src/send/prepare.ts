import type { DirectoryOffice, Session } from '@musubi/contract';
import {
  type Attachment,
  type Certificate,
  type Identity,
  mayEncryptTo,
  type PackedTransmission,
  packTransmission,
} from '@musubi/evidence';
import { type InputFile, isPlanning, type NamedOffice, type SendingUnit, standardName } from '@musubi/standard';
import type { Directory } from '../hub/directory.js';
import { newId } from '../new-id.js';
import { readersFor, whyNobodyReads } from './readers.js';

/** Why something can't be sent as it is; a sentence for the person. */
export class CannotSend extends Error {
  override readonly name = 'CannotSend';
}

export interface Letter {
  readonly message: string | null;
  readonly attachments: readonly Attachment[];
  /** The earlier transmission this one replaces. */
  readonly supersedes?: string | null | undefined;
}

/** What of a checked unit is needed to pack it: plain data, so that checks may run in another thread. */
export interface PackableUnit
  extends Pick<SendingUnit, 'kind' | 'edition' | 'sender' | 'recipient' | 'serial' | 'month' | 'findings'> {
  readonly files: readonly InputFile[];
}

export interface Sender {
  readonly directory: Directory;
  readonly identity: Identity;
  readonly session: Session;
  now(): Date;
}

export const MAX_MESSAGE_CHARACTERS = 1000;

export function requireMessageLength(message: string | null): void {
  const length = [...(message ?? '')].length;
  if (length > MAX_MESSAGE_CHARACTERS)
    throw new CannotSend(`メッセージは${MAX_MESSAGE_CHARACTERS}文字までです（いま${length}文字）。`);
}

/** Signs and encrypts a checked unit for its recipient, ready for the outbox. Throws CannotSend or HubProblem. */
export async function packUnit(
  sender: Sender,
  unit: PackableUnit,
  letter: Letter,
  id = newId(sender.now()),
): Promise<PackedTransmission> {
  const { session } = sender;
  if (unit.findings.some(({ severity }) => severity === 'error'))
    throw new CannotSend('誤り（エラー）のあるファイルは送れません。');
  if (unit.sender.officeNumber !== session.office.officeNumber) {
    throw new CannotSend(
      `送信元が自事業所（${session.office.officeNumber}）ではなく ${unit.sender.officeNumber} のファイルです。`,
    );
  }
  const recipient = await findRecipient(sender, unit.recipient.officeNumber);
  const senderType = typeOf(unit, unit.sender, session.office.serviceTypes, '自事業所');
  const recipientType = typeOf(unit, unit.recipient, recipient.serviceTypes, recipient.name);
  return pack(sender, recipient, { senderType, recipientType }, letter, {
    id,
    kind: unit.kind,
    serviceMonth: unit.month,
    edition: unit.edition,
    serial: unit.serial,
    files: unit.files.map(({ name, bytes }) => ({ name: standardName(name), bytes })),
  });
}

/** Packs attachments or a message alone. */
export async function packLetter(
  sender: Sender,
  to: { officeNumber: string; serviceType: string },
  letter: Letter,
  id = newId(sender.now()),
): Promise<PackedTransmission> {
  const recipient = await findRecipient(sender, to.officeNumber);
  const senderType = sender.session.office.serviceTypes[0];
  if (!senderType) throw new CannotSend('自事業所のサービス種類が登録されていません。運営者へお知らせください。');
  const kind = letter.attachments.length > 0 ? 'attachments' : 'message';
  const types = { senderType, recipientType: to.serviceType };
  const none = { serviceMonth: null, edition: null, serial: null, files: [] };
  return pack(sender, recipient, types, letter, { id, kind, ...none });
}

async function findRecipient({ directory }: Sender, officeNumber: string): Promise<DirectoryOffice> {
  const office = await directory.office(officeNumber);
  if (!office.canReceive)
    throw new CannotSend(`${office.name}は、いま受信できません（ライセンスか証明書が有効ではありません）。`);
  return office;
}

/** Names of edition 3 carry no service type: it is taken from the registration where only one fits the unit. */
function typeOf(unit: PackableUnit, office: NamedOffice, registered: readonly string[], name: string): string {
  if (office.serviceType !== null) return office.serviceType;
  const isActuals = unit.kind.startsWith('actuals');
  const isPlanningSide = (office === unit.sender) !== isActuals;
  const fitting = registered.filter((type) => isPlanning(type) === isPlanningSide);
  const [only] = fitting;
  if (only && fitting.length === 1) return only;
  throw new CannotSend(
    `第3版のファイル名では、${name}のサービス種類（${registered.join('、')}）を決められません。第4.1版に変換してから送ってください。`,
  );
}

type UnitPart = Pick<
  Parameters<typeof packTransmission>[0],
  'id' | 'kind' | 'serviceMonth' | 'edition' | 'serial' | 'files'
>;

async function pack(
  sender: Sender,
  recipient: DirectoryOffice,
  types: { readonly senderType: string; readonly recipientType: string },
  letter: Letter,
  unit: UnitPart,
): Promise<PackedTransmission> {
  const { directory, identity, session, now } = sender;
  requireMessageLength(letter.message);
  const own = await directory.office(session.office.officeNumber);
  const createdAt = now();
  const readers = await readersOf(sender, recipient, own, createdAt);
  return packTransmission({
    ...unit,
    sender: { officeNumber: session.office.officeNumber, serviceType: types.senderType },
    recipient: { officeNumber: recipient.officeNumber, serviceType: types.recipientType },
    attachments: letter.attachments,
    message: letter.message,
    supersedes: letter.supersedes ?? null,
    createdAt,
    signer: identity,
    readers,
  });
}

/**
 * The certificates something is encrypted to: those of both offices that the trusted authorities vouch for and that are
 * known to be the offices'. What the hub lists beside them gets nothing.
 */
async function readersOf(
  { directory, identity }: Sender,
  recipient: DirectoryOffice,
  own: DirectoryOffice,
  at: Date,
): Promise<Certificate[]> {
  const [theirs, ours] = await Promise.all([readersFor(directory, recipient, at), readersFor(directory, own, at)]);
  if (theirs.certificates.length === 0) throw new CannotSend(await whyNobodyReads(recipient, theirs));
  // Our own key is ours whatever the hub says, so that we can read what we sent.
  const mine = mayEncryptTo(identity.certificate) ? [identity.certificate] : [];
  const all = [...theirs.certificates, ...ours.certificates, ...mine];
  return [...new Map(all.map((one) => [one.fingerprint, one])).values()];
}
