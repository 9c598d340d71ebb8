import { answersOf, type EvidenceVerdict, type SignedReportVerdict } from '@musubi/client';

/** Gives programs a transmission's evidence: the verdict, the four answers, and every step with its reason. */
export function verdictJson({ proof, manifest, signer, receipts, steps, authorities }: EvidenceVerdict) {
  return {
    proof,
    answers: answersOf(steps),
    transmission: manifest?.id ?? null,
    signer,
    receipts: receipts.map(({ erdsEventId, eventTime }) => ({ event: erdsEventId, at: eventTime })),
    authorities: authorities.map(({ subject, fingerprint }) => ({ subject, fingerprint })),
    steps,
  };
}

/** The same of a signed PDF with the evidence in it. */
export function reportJson({ proof, signer, signedBy, steps, transmissions }: SignedReportVerdict) {
  return {
    proof,
    answers: answersOf([...steps, ...[...transmissions.values()].flatMap((one) => one.steps)]),
    signer: signer && {
      name: signer.name,
      fingerprint: signer.certificate.fingerprint,
      signedBy,
      at: signer.signingTime.toISOString(),
    },
    steps,
    transmissions: Object.fromEntries([...transmissions].map(([id, one]) => [id, verdictJson(one)])),
  };
}
