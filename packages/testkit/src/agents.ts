import type { DelegationData, GrantAnswer, NewDelegation } from '@musubi/contract';
import { createCertificateRequest, generateKeyPair, identityFromPkcs8, parseCertificate } from '@musubi/evidence';
import type { TestHub } from './hub.js';
import { anonymous, PASSWORD, signInAt, type TestOffice, type TestPerson } from './offices.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The token in the link an agent (代行) was given. */
export const tokenOf = (link: string | null) => new URL(link ?? '').hash.slice(1);

/** An administrator lets somebody act for its office; unless told otherwise for a hundred days, sending and receiving. */
export function grantAgent(hub: TestHub, administrator: TestPerson, change: Partial<NewDelegation> = {}) {
  const validUntil = hub.clock.after(100 * DAY_MS).toISOString();
  const body = { agentName: '請求代行サービス', agentOfficeNumber: null, validUntil, mailAddress: null };
  return administrator.hub.call('grantDelegation', { body: { ...body, maySend: true, mayReceive: true, ...change } });
}

/** A key and the request (CSR) for its certificate, and how the office signs with what comes back. */
export async function requestAgentKey(officeNumber: string) {
  const keys = await generateKeyPair('p-256');
  const requestPem = await createCertificateRequest(keys);
  const take = async (certificatePem: string | undefined): Promise<TestOffice> => {
    const privateKeyPkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
    const identity = await identityFromPkcs8(await parseCertificate(certificatePem ?? ''), [], privateKeyPkcs8);
    return { officeNumber, identity, privateKeyPkcs8 };
  };
  return { requestPem, take };
}

/** Does what the agent's browser does with link and code: ids, key, certificate. */
export async function takeOverAgent(
  hub: TestHub,
  officeNumber: string,
  { link, claimCode }: Pick<GrantAnswer, 'link' | 'claimCode'>,
) {
  const claim = { token: tokenOf(link), claimCode };
  const handover = await anonymous(hub).call('takeOverDelegation', { body: claim });
  const { requestPem, take } = await requestAgentKey(officeNumber);
  const { certificates } = await anonymous(hub).call('certifyDelegation', { body: { ...claim, requestPem } });
  return { handover, office: await take(certificates[0]?.certificatePem) };
}

/** Somebody who acts for an office, signed in, with the certificate that speaks for it. */
export interface TestAgent {
  readonly delegation: DelegationData;
  readonly office: TestOffice;
  readonly person: TestPerson;
}

/** An agent that took everything over and is signed in, password changed. */
export async function startAgent(
  hub: TestHub,
  administrator: TestPerson,
  { officeNumber }: TestOffice,
  change: Partial<NewDelegation> = {},
): Promise<TestAgent> {
  const { delegation, ...way } = await grantAgent(hub, administrator, change);
  const { handover, office } = await takeOverAgent(hub, officeNumber, way);
  const terminal = { id: crypto.randomUUID(), name: '代行のPC', secret: null };
  const login = { userId: handover.userId, password: handover.initialPassword, terminal };
  const person = await signInAt(hub, office, login);
  const body = { currentPassword: handover.initialPassword, newPassword: PASSWORD };
  await person.hub.call('changePassword', { body });
  return { delegation, office, person };
}
