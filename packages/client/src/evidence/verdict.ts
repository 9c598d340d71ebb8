import type { Certificate, Manifest, Receipt } from '@musubi/evidence';

/**
 * The standing of what evidence names. unknown: it holds together, but who signed it is not known here, because
 * nobody said whom to trust. absent: it is not among what was given, so nothing is known of it.
 */
export type Proof = 'proven' | 'absent' | 'unknown' | 'changed';

/** From best to worst: the worst of its parts is what is said of a whole. */
const FROM_BEST: readonly Proof[] = ['proven', 'absent', 'unknown', 'changed'];

export function worstOf(proofs: readonly Proof[]): Proof {
  return FROM_BEST[Math.max(0, ...proofs.map((proof) => FROM_BEST.indexOf(proof)))] ?? 'changed';
}

export type Subject =
  | 'pdf'
  | 'trust'
  | 'manifest'
  | 'receipt'
  | 'chain'
  /** The end of the transmission: taken, expired or recalled. */
  | 'outcome'
  /** The content sent: the ciphertext and the parts in it. */
  | 'payload'
  | 'file'
  | 'attachment'
  | 'message';

/** One thing that was looked at, how it stands, and why. */
export interface VerificationStep {
  readonly subject: Subject;
  readonly name: string;
  readonly proof: Proof;
  readonly code: string | null;
  readonly message: string;
}

export interface EvidenceVerdict {
  /** The worst of all steps: proven only when nothing that the manifest names is missing. */
  readonly proof: Proof;
  /** The authorities that the folder itself trusts: compare their fingerprints with what the authorities publish. */
  readonly authorities: readonly Certificate[];
  readonly manifest: Manifest | null;
  /** Fingerprint of the certificate that signed the manifest; null when that does not hold. */
  readonly signer: string | null;
  readonly receipts: readonly Receipt[];
  /** Paths of the given files that the manifest speaks of. */
  readonly found: readonly string[];
  readonly steps: readonly VerificationStep[];
}
