import type { Transmission } from '@musubi/contract';
import { EvidenceError } from '@musubi/evidence';
import type { ReactNode } from 'react';
import { StrangerQuestion } from './stranger-question.js';

/** Asks about the certificate of something that arrived and is not opened because nobody knows who signed it. */
export function SignerQuestion({
  transmission: { sender },
  error,
  onAccepted,
}: {
  transmission: Transmission;
  error: unknown;
  onAccepted: () => void;
}): ReactNode {
  if (!(error instanceof EvidenceError) || error.code !== 'MSB-CERT-NOT-ENDORSED' || !error.detail) return null;
  const { officeNumber, name } = sender;
  return (
    <StrangerQuestion officeNumber={officeNumber} name={name} fingerprint={error.detail} onAccepted={onAccepted} />
  );
}
