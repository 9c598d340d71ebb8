import type { TrustData } from '@musubi/contract';
import { parseCertificate, parseRevocationList, type TrustStore } from '@musubi/evidence';

/** What offices' certificates are verified by. */
export async function officeTrust({ anchors, revocationLists }: TrustData): Promise<TrustStore> {
  return {
    anchors: await Promise.all(anchors.map(parseCertificate)),
    revocationLists: revocationLists.map(parseRevocationList),
    requireRevocationList: false,
  };
}

/** What the hub's receipts are verified by: its own authority, named beside its receipt certificate. */
export async function receiptTrust({ receiptCertificates }: TrustData): Promise<TrustStore> {
  const certificates = await Promise.all(receiptCertificates.map(parseCertificate));
  return {
    anchors: certificates.filter(({ isAuthority }) => isAuthority),
    revocationLists: [],
    requireRevocationList: false,
  };
}
