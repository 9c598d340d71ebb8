import { existsSync, readFileSync } from 'node:fs';
import type { TrustData } from '@musubi/contract';
import {
  type Authority,
  certificateToPem,
  parseCertificate,
  parseRevocationList,
  type RevocationList,
  type TrustStore,
  toPem,
} from '@musubi/evidence';
import type { Context } from '../platform/context.js';
import type { HubKeys } from './keys.js';

/** The certificates room: enrolment, trust, revocation. Holds the hub's keys and a short-lived view of what is trusted. */
export interface Certificates {
  readonly keys: HubKeys;
  trustStore(): Promise<TrustStore>;
  /** Forgets the view of what is trusted, after a revocation. */
  refresh(): void;
}

const TRUST_LIFETIME = 5_000;
const LIST_HEADSTART = 60_000;
const LIST_LIFETIME = 7 * 24 * 60 * 60 * 1000;

export function openCertificates(context: Context, keys: HubKeys): Certificates {
  let current: { store: Promise<TrustStore>; since: number; until: number } | null = null;
  return {
    keys,
    trustStore: () => {
      const at = context.now().getTime();
      // A clock that was set back: a list of the future counts for nothing.
      if (!current || current.until < at || at < current.since)
        current = { store: buildTrust(context, keys), since: at, until: at + TRUST_LIFETIME };
      return current.store;
    },
    refresh: () => {
      current = null;
    },
  };
}

const PEM_BLOCK = /-----BEGIN [^-]+-----[^-]+-----END [^-]+-----/g;

function readPemFile(path: string | null): string[] {
  return path && existsSync(path) ? (readFileSync(path, 'utf8').match(PEM_BLOCK) ?? []) : [];
}

/**
 * Anchors are the trial authority or the outer ones, never both; without a current list an issuer's certificates are
 * refused.
 */
async function buildTrust(context: Context, keys: HubKeys): Promise<TrustStore> {
  const { trialAuthority } = keys;
  const { trustAnchors, revocationLists } = context.settings;
  const trusted = trialAuthority
    ? {
        anchors: [trialAuthority.certificate],
        revocationLists: [await trialRevocationList(context, trialAuthority)],
      }
    : {
        anchors: await Promise.all(readPemFile(trustAnchors).map(parseCertificate)),
        revocationLists: readPemFile(revocationLists).map(parseRevocationList),
      };
  return {
    ...trusted,
    requireRevocationList: true,
    verified: new Set(),
  };
}

async function trialRevocationList({ database, now }: Context, trialAuthority: Authority): Promise<RevocationList> {
  const revoked = await database.query<{ serialNumber: string; revokedAt: Date }>(
    'select serial_number as "serialNumber", revoked_at as "revokedAt" from certificates where revoked_at is not null and from_trial_authority',
  );
  // A submission takes its time before it asks for the list, and on a busy machine a second may lie between.
  const thisUpdate = new Date(now().getTime() - LIST_HEADSTART);
  const nextUpdate = new Date(thisUpdate.getTime() + LIST_LIFETIME);
  return trialAuthority.revocationList({
    revoked,
    thisUpdate,
    nextUpdate,
    number: Math.floor(thisUpdate.getTime() / 1000),
  });
}

/** What clients need to verify certificates and receipts. */
export async function trustData({ settings }: Context, certificates: Certificates): Promise<TrustData> {
  const trust = await certificates.trustStore();
  const { receipts } = certificates.keys;
  return {
    hubName: settings.publicName,
    policyId: `urn:musubi:policy:${settings.publicName}:1`,
    anchors: trust.anchors.map(certificateToPem),
    revocationLists: trust.revocationLists.map(({ der }) => toPem(der, 'X509 CRL')),
    receiptCertificates: [receipts.certificate, ...receipts.chain].map(certificateToPem),
  };
}
