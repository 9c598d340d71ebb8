import type { EnrolledCertificateData } from '@musubi/contract';
import { type Holder, type Identity, signEndorsement, toBase64 } from '@musubi/evidence';
import type { HubConnection } from './connection.js';

/** A certificate of the own office that needs an endorsement. */
export interface ToEndorse {
  readonly officeNumber: string;
  readonly fingerprint: string;
  readonly holder: Holder;
}

/** Signs with a certificate of the office that another one is the office's as well, and gives it to the hub. */
export async function endorse(
  hub: HubConnection,
  signer: Identity,
  { officeNumber, fingerprint, holder }: ToEndorse,
  at: Date,
): Promise<EnrolledCertificateData> {
  const { statement, signature } = await signEndorsement(
    { formatVersion: 1, officeNumber, certificateFingerprint: fingerprint, holder, at: at.toISOString() },
    signer,
  );
  const body = { statement: toBase64(statement), signature: toBase64(signature) };
  return hub.call('endorseCertificate', { params: { fingerprint }, body });
}
