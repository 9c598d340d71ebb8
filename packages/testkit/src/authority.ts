import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Authority, certificateToPem, createAuthority, toPem } from '@musubi/evidence';
import type { HubStore, RunningHub, Settings } from '@musubi/hub';

const YEAR = 365 * 24 * 60 * 60 * 1000;

/** An authority outside a test hub, with the files that name it to the hub. */
export interface OuterAuthority {
  readonly authority: Authority;
  readonly anchorsPath: string;
  readonly listsPath: string;
}

/** A hub, or its store alone, with the authority outside where it goes by one. */
export type TestStore = HubStore & { readonly outer?: OuterAuthority | null };

/** The authority that certifies the offices of a hub. */
export function issuerOf({ outer, certificates }: TestStore): Authority {
  const issuer = outer?.authority ?? certificates.keys.trialAuthority;
  if (!issuer) throw new TypeError('nobody certifies offices of this hub');
  return issuer;
}

/** Founds the authority a hub with `authority: 'external'` goes by, beside those that its files may name already. */
export async function foundAuthority(
  folder: string,
  { trustAnchors, revocationLists }: Partial<Settings>,
  now: Date,
): Promise<OuterAuthority> {
  const anchorsPath = trustAnchors ?? join(folder, 'anchors.pem');
  const listsPath = revocationLists ?? join(folder, 'revocations.pem');
  return { authority: await writeAuthority(anchorsPath, listsPath, now, 'Outer CA'), anchorsPath, listsPath };
}

/** A second authority, which the hub goes by from now on, as when its operator adds one to MUSUBI_TRUST_ANCHORS. */
export async function gainAuthority(hub: RunningHub, commonName = 'Second CA'): Promise<Authority> {
  const { trustAnchors, revocationLists } = hub.context.settings;
  if (!trustAnchors || !revocationLists) throw new TypeError('this hub was started without an outer authority');
  const authority = await writeAuthority(trustAnchors, revocationLists, hub.context.now(), commonName);
  hub.certificates.refresh();
  return authority;
}

async function writeAuthority(anchors: string, lists: string, now: Date, commonName: string): Promise<Authority> {
  const lifetime = { notBefore: new Date(now.getTime() - YEAR), notAfter: new Date(now.getTime() + 9 * YEAR) };
  const authority = await createAuthority({ commonName, keyType: 'p-256', ...lifetime });
  const nextUpdate = new Date(now.getTime() + YEAR);
  const { der } = await authority.revocationList({ revoked: [], thisUpdate: now, nextUpdate, number: 1 });
  appendFileSync(anchors, certificateToPem(authority.certificate));
  appendFileSync(lists, toPem(der, 'X509 CRL'));
  return authority;
}
