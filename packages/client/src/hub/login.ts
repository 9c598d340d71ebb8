import type { LoginAnswer } from '@musubi/contract';
import { type AssertionClaims, type Identity, signAssertion } from '@musubi/evidence';
import type { HubConnection } from './connection.js';

/** The terminal a person works at: it names itself and, from its second sign-in on, proves itself. */
export interface Terminal {
  readonly id: string;
  readonly name: string;
  readonly secret: string | null;
}

export interface PersonLogin {
  readonly userId: string;
  readonly password: string;
  /** KJ… id, needed on a terminal's first use. */
  readonly officeUserId?: string | undefined;
  readonly oneTimeCode?: string | undefined;
  readonly terminal: Terminal;
}

/**
 * Signs a short-lived assertion for the address that we connect to. Never for what the other side calls itself: a hub
 * that named another could sign in there with it.
 */
async function assertionFor(account: string, hub: HubConnection, identity: Identity, now: Date): Promise<string> {
  const iat = Math.floor(now.getTime() / 1000);
  const claims: AssertionClaims = {
    sub: account,
    aud: hub.transport.origin,
    iat,
    exp: iat + 120,
    jti: crypto.randomUUID(),
  };
  return signAssertion(claims, identity);
}

export async function loginPerson(
  hub: HubConnection,
  identity: Identity,
  person: PersonLogin,
  now: Date,
): Promise<LoginAnswer> {
  const { terminal, ...rest } = person;
  return hub.call('login', {
    body: {
      ...rest,
      assertion: await assertionFor(person.userId, hub, identity, now),
      terminal: { id: terminal.id, name: terminal.name, ...(terminal.secret ? { secret: terminal.secret } : {}) },
    },
  });
}

export async function loginMachine(
  hub: HubConnection,
  identity: Identity,
  machine: { readonly machineId: string; readonly machineSecret: string },
  now: Date,
): Promise<LoginAnswer> {
  return hub.call('machineToken', {
    body: { ...machine, assertion: await assertionFor(machine.machineId, hub, identity, now) },
  });
}
