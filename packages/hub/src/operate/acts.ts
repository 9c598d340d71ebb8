import type { ActDecided, WantedAct } from '@musubi/contract';
import { actorOf, recordAudit } from '../audit/index.js';
import { addCertificate, type Certificates, certificatesOf, examineCertificate } from '../certificates/index.js';
import { requireOffice } from '../offices/index.js';
import {
  addAccount,
  type FirstPassword,
  firstPasswordOf,
  hasPeople,
  isAtWork,
  presentPerson,
  resetPasswordByOperator,
} from '../people/index.js';
import type { Context } from '../platform/context.js';
import type { Queries } from '../platform/database.js';
import type { Caller } from '../platform/http.js';
import { Problem } from '../platform/problem.js';
import { presentOffice } from './offices.js';
import { performOnPerson } from './people.js';
import { askSecond, decideAct, type WaitingAct } from './second-operator.js';
import { mergeOffice, requireMergeable } from './states.js';

type Kind = WantedAct['kind'];
type WantedOf = { readonly [K in Kind]: Extract<WantedAct, { kind: K }> };

interface Confirmed {
  readonly context: Context;
  readonly certificates: Certificates;
  /** The operator who confirmed: what is done is done in their name. */
  readonly caller: Caller;
  readonly officeNumber: string;
  readonly reason: string;
}

const NOTHING: ActDecided = { userId: null, mailed: false, initialPassword: null, passwordExpiresAt: null };

async function onPerson(
  { context, caller, reason }: Confirmed,
  { kind, userId }: WantedOf['unlock' | 'disable' | 'enable' | 'reset-second-factor'],
): Promise<ActDecided> {
  await performOnPerson(context, caller, { userId, action: kind, reason });
  return NOTHING;
}

/** Does each kind of act once a second operator has confirmed it. */
const PERFORM: { readonly [K in Kind]: (confirmed: Confirmed, wanted: WantedOf[K]) => Promise<ActDecided> } = {
  unlock: onPerson,
  disable: onPerson,
  enable: onPerson,
  'reset-second-factor': onPerson,
  'reset-password': async (confirmed, { userId }) => {
    const { context, caller, officeNumber, reason } = confirmed;
    const made = await resetPasswordByOperator(context, { officeNumber, userId, actor: caller.userId, reason });
    return made ? shown(confirmed, userId, made) : { ...NOTHING, userId, mailed: true };
  },
  'add-certificate': async ({ context, certificates, caller, officeNumber }, { certificate }) => {
    await addCertificate(context, certificates, officeNumber, certificate, caller.userId);
    return NOTHING;
  },
  'add-person': async (confirmed, { person }) => {
    const { context, caller, officeNumber } = confirmed;
    const { account, secret } = await addFromOutside(context, caller, officeNumber, person);
    return shown(confirmed, account.userId, firstPasswordOf(account, secret));
  },
  'merge-office': async ({ context, caller, officeNumber, reason }, { successor, fetchUntil }) => {
    await mergeOffice(context, officeNumber, { caller, reason, successor, fetchUntil: new Date(fetchUntil) });
    return NOTHING;
  },
};

const perform = <K extends Kind>(confirmed: Confirmed, kind: K, wanted: WantedOf[K]) =>
  PERFORM[kind](confirmed, wanted);

/** A first password goes to the operator who confirmed, who hands it over; who did is on record. */
async function shown(
  { context: { database, now }, caller, officeNumber }: Confirmed,
  userId: string,
  made: FirstPassword,
): Promise<ActDecided> {
  const audit = { at: now(), ...actorOf({ ...caller, officeNumber }), subjectType: 'account', subjectId: userId };
  await recordAudit(database, { ...audit, action: 'account.operator-first-password' });
  return { userId, mailed: false, ...made };
}

/** Decides what another operator asked for. */
export async function decide(
  context: Context,
  certificates: Certificates,
  caller: Caller,
  actId: string,
  isConfirmed: boolean,
): Promise<ActDecided> {
  const run = ({ officeNumber, reason, wanted }: WaitingAct) =>
    perform({ context, certificates, caller, officeNumber, reason }, wanted.kind, wanted);
  return (await decideAct(context, caller, actId, isConfirmed, run)) ?? NOTHING;
}

const addFromOutside = (
  context: Context,
  { userId }: Caller,
  officeNumber: string,
  { displayName, role }: WantedOf['add-person']['person'],
  require?: (queries: Queries) => Promise<void>,
) => addAccount(context, { officeNumber, displayName, role, kind: 'person', addedBy: 'operator' }, userId, require);

/** Of several that come at once, one alone is the first: the others need a second operator. */
function requireFirst(officeNumber: string, isFirst: (queries: Queries) => Promise<boolean>) {
  return async (queries: Queries): Promise<void> => {
    await queries.query('select 1 from offices where office_number = $1 for update', [officeNumber]);
    if (!(await isFirst(queries))) throw new Problem('MSB-OPERATOR-REASON');
  };
}

/**
 * Binds a certificate to an office. One operator does so for the first certificate of an office nobody has come to, and
 * for a key the office itself has asked a certificate for; whatever else could read for the office needs a second one.
 */
export async function addCertificateFor(
  context: Context,
  certificates: Certificates,
  caller: Caller,
  officeNumber: string,
  { reason, ...certificate }: WantedOf['add-certificate']['certificate'] & { readonly reason?: string | undefined },
) {
  const { database } = context;
  await requireOffice(database, officeNumber);
  const { id, isAskedFor } = await examineCertificate(context, certificates, officeNumber, certificate);
  const isFirst = async (queries: Queries) =>
    !(await isAtWork(queries, officeNumber)) &&
    (await certificatesOf(queries, officeNumber)).every(({ revokedAt }) => revokedAt !== null);
  if (isAskedFor || (await isFirst(database))) {
    const require = isAskedFor ? undefined : requireFirst(officeNumber, isFirst);
    const added = await addCertificate(context, certificates, officeNumber, certificate, caller.userId, require);
    return { certificate: added, waitsForSecond: false };
  }
  const wanted = { kind: 'add-certificate' as const, certificate };
  const subject = { type: 'certificate', id } as const;
  await askSecond(context, caller, { wanted, subject, officeNumber, isAboutOperator: false, reason });
  return { certificate: null, waitsForSecond: true };
}

/** Adds somebody to an office; one operator alone adds the first person only. */
export async function addPersonTo(
  context: Context,
  caller: Caller,
  officeNumber: string,
  { reason, ...person }: WantedOf['add-person']['person'] & { readonly reason?: string | undefined },
) {
  const { database } = context;
  await requireOffice(database, officeNumber);
  const isFirst = async (queries: Queries) =>
    !(await hasPeople(queries, officeNumber)) && !(await isAtWork(queries, officeNumber));
  if (!(await isFirst(database))) {
    const subject = { type: 'office', id: officeNumber } as const;
    const wanted = { kind: 'add-person' as const, person };
    await askSecond(context, caller, { wanted, subject, officeNumber, isAboutOperator: false, reason });
    return { person: null, initialPassword: null, passwordExpiresAt: null, waitsForSecond: true };
  }
  const require = requireFirst(officeNumber, isFirst);
  const { account, secret } = await addFromOutside(context, caller, officeNumber, person, require);
  return { person: await presentPerson(context, account), ...firstPasswordOf(account, secret), waitsForSecond: false };
}

/** Closes a number for another that goes on with its records: the successor's people will read them. */
export async function mergeInto(
  context: Context,
  caller: Caller,
  officeNumber: string,
  { reason, successor, fetchUntil }: Omit<WantedOf['merge-office'], 'kind'> & { readonly reason: string },
) {
  const { database } = context;
  const before = await requireMergeable(context, officeNumber, { caller, successor });
  if ((await hasPeople(database, officeNumber)) || (await isAtWork(database, officeNumber))) {
    const subject = { type: 'office', id: successor } as const;
    const wanted = { kind: 'merge-office' as const, successor, fetchUntil };
    await askSecond(context, caller, { wanted, subject, officeNumber, isAboutOperator: false, reason });
    return { ...presentOffice(before), waitsForSecond: true };
  }
  const succession = { caller, reason, successor, fetchUntil: new Date(fetchUntil) };
  return { ...presentOffice(await mergeOffice(context, officeNumber, succession)), waitsForSecond: false };
}
