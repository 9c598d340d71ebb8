import type { TrustData } from '@musubi/contract';
import { type Certificate, parseCertificate, parseRevocationList, type TrustStore } from '@musubi/evidence';

/** Fingerprints (SHA-256) of the authorities a client goes by; who vouches for receipts does not vouch for offices. */
export interface Pins {
  readonly offices: readonly string[];
  readonly receipts: readonly string[];
}

/** Whom to trust, as a hub or an evidence folder tells it, parted by what this client accepted. */
export interface Trust {
  readonly told: TrustData;
  /** What counts. */
  readonly accepted: TrustData;
  /** Authorities (PEM) that were told as well and do not count. */
  readonly notAccepted: { readonly offices: readonly string[]; readonly receipts: readonly string[] };
}

/**
 * Decides which of the told authorities count: the only place that does. Without pins, as where nobody ever signed in,
 * all of them do, and whoever reads a verdict compares their fingerprints.
 */
export async function judgeTrust(told: TrustData, pins: Pins | null): Promise<Trust> {
  const [offices, receipts] = await Promise.all([
    part(told.anchors, ({ fingerprint }) => pins === null || pins.offices.includes(fingerprint)),
    part(
      told.receiptCertificates,
      ({ fingerprint, isAuthority }) => !isAuthority || pins === null || pins.receipts.includes(fingerprint),
    ),
  ]);
  return {
    told,
    accepted: { ...told, anchors: offices.counting, receiptCertificates: receipts.counting },
    notAccepted: { offices: offices.others, receipts: receipts.others },
  };
}

async function part(pems: readonly string[], counts: (certificate: Certificate) => boolean) {
  const [counting, others]: [string[], string[]] = [[], []];
  for (const pem of pems) (counts(await parseCertificate(pem)) ? counting : others).push(pem);
  return { counting, others };
}

/** What offices' certificates are verified by. */
export async function officeTrust({ accepted, notAccepted }: Trust): Promise<TrustStore> {
  return {
    anchors: await Promise.all(accepted.anchors.map(parseCertificate)),
    notAccepted: await Promise.all(notAccepted.offices.map(parseCertificate)),
    revocationLists: accepted.revocationLists.map(parseRevocationList),
    requireRevocationList: false,
  };
}

/** What the hub's receipts are verified by: its own authority, named beside its receipt certificate. */
export async function receiptTrust({ accepted, notAccepted }: Trust): Promise<TrustStore> {
  const certificates = await Promise.all(accepted.receiptCertificates.map(parseCertificate));
  return {
    anchors: certificates.filter(({ isAuthority }) => isAuthority),
    notAccepted: await Promise.all(notAccepted.receipts.map(parseCertificate)),
    revocationLists: [],
    requireRevocationList: false,
  };
}
