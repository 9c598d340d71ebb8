import { HubConnection, loginPerson, type Terminal } from '@musubi/client';
import { createNodeTransport } from '@musubi/client/node';
import type { LoginAnswer, Role, Session } from '@musubi/contract';
import {
  type Authority,
  certificateToPem,
  createCertificateRequest,
  generateKeyPair,
  type Identity,
  identityFromPkcs8,
  type KeyType,
  parseCertificate,
} from '@musubi/evidence';
import { addAccount, addCertificate, addOffice, officeUserId, type RunningHub } from '@musubi/hub';
import { authenticator, fromBase32 } from './authenticator.js';
import { issuerOf, type TestStore } from './authority.js';

export interface OfficeSpec {
  readonly officeNumber: string;
  readonly name?: string;
  readonly serviceTypes: readonly string[];
  readonly licensedUntil?: Date | null;
  readonly keyType?: KeyType;
  /** The issuer of its certificate; the hub's trial authority, or the one outside it goes by, when left out. */
  readonly authority?: Authority;
}

/** An office of a test hub with its certificate. */
export interface TestOffice {
  readonly officeNumber: string;
  readonly identity: Identity;
  readonly privateKeyPkcs8: Uint8Array;
}

const YEAR = 365 * 24 * 60 * 60 * 1000;

/** Registers an office and enrols a certificate for it. */
export async function enrolOffice(hub: TestStore, spec: OfficeSpec): Promise<TestOffice> {
  const {
    officeNumber,
    serviceTypes,
    name = `事業所${officeNumber}`,
    licensedUntil = new Date(hub.context.now().getTime() + YEAR),
  } = spec;
  await addOffice(hub.context, { officeNumber, name, serviceTypes, licensedUntil }, 'test');
  return { officeNumber, ...(await enrolCertificate(hub, officeNumber, spec.keyType, spec.authority)) };
}

/** Another certificate for an office. */
export async function enrolCertificate(
  hub: TestStore,
  officeNumber: string,
  keyType: KeyType = 'p-256',
  authority: Authority | undefined = hub.outer?.authority,
): Promise<Omit<TestOffice, 'officeNumber'>> {
  const keys = await generateKeyPair(keyType);
  const now = hub.context.now();
  const issued = async (by: Authority) => {
    const spki = new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey));
    return { certificatePem: certificateToPem(await by.issue({ profile: 'dx', spki, notBefore: now })) };
  };
  const asked = async () => ({ requestPem: await createCertificateRequest(keys), profile: 'dx' as const });
  const { certificatePem } = await addCertificate(
    hub.context,
    hub.certificates,
    officeNumber,
    authority ? await issued(authority) : await asked(),
    'test',
  );
  const privateKeyPkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  const certificate = await parseCertificate(certificatePem);
  return {
    privateKeyPkcs8,
    identity: await identityFromPkcs8(certificate, [(authority ?? issuerOf(hub)).certificate], privateKeyPkcs8),
  };
}

/** Somebody signed in at a terminal. */
export interface TestPerson {
  readonly userId: string;
  readonly password: string;
  readonly terminal: Terminal;
  readonly answer: LoginAnswer;
  readonly session: Session;
  readonly hub: HubConnection;
}

export const PASSWORD = 'ochanomizu-sakura-7';

/** Adds a person to an office and signs in, first password changed. */
export async function signIn(
  hub: RunningHub,
  office: TestOffice,
  role: Role = 'staff',
  displayName = '田中 花子',
): Promise<TestPerson> {
  const kind = role === 'operator' || role === 'emergency' ? 'operator' : 'person';
  const { account, secret } = await addAccount(
    hub.context,
    { officeNumber: office.officeNumber, displayName, kind, role, addedBy: 'office' },
    'test',
  );
  const terminal = { id: crypto.randomUUID(), name: '事務所PC', secret: null };
  const first = await signInAt(hub, office, { userId: account.userId, password: secret, terminal });
  if (first.session.mustChangePassword)
    await first.hub.call('changePassword', { body: { currentPassword: secret, newPassword: PASSWORD } });
  if (first.session.mustEnrolOneTimeCode) await enrolOneTimeCode(hub, first);
  return { ...first, password: first.session.mustChangePassword ? PASSWORD : secret };
}

/** Enrols a one-time code for somebody signed in; returns what their authenticator app shows from then on. */
export async function enrolOneTimeCode(hub: RunningHub, person: TestPerson): Promise<() => string> {
  const { secret } = await person.hub.call('enrolOneTimeCode', {});
  const nextCode = authenticator(fromBase32(secret), hub.context.now);
  await person.hub.call('confirmOneTimeCode', { body: { code: nextCode() } });
  return nextCode;
}

/** Signs an existing person in at a terminal. */
export async function signInAt(
  hub: RunningHub,
  office: TestOffice,
  { userId, password, terminal }: { userId: string; password: string; terminal: Terminal },
): Promise<TestPerson> {
  const now = hub.context.now();
  const login = {
    userId,
    password,
    terminal,
    ...(terminal.secret ? {} : { officeUserId: officeUserId(office.officeNumber) }),
  };
  const answer = await loginPerson(anonymous(hub), office.identity, login, now);
  const known = { ...terminal, secret: answer.terminalSecret ?? terminal.secret };
  return {
    userId,
    password,
    terminal: known,
    answer,
    session: answer.session,
    hub: connected(hub, answer.token, known),
  };
}

export function anonymous(hub: RunningHub): HubConnection {
  return new HubConnection(createNodeTransport(hub.url, hub.caPem), () => null);
}

export function connected(hub: RunningHub, token: string, terminal: Terminal): HubConnection {
  return new HubConnection(createNodeTransport(hub.url, hub.caPem), () => ({
    token,
    terminal: `${terminal.id}.${terminal.secret}`,
  }));
}
