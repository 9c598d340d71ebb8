/**
 * Everything verification can refuse, each with its own code. Codes are never renamed.
 * Messages are for the person in the office: what is wrong and what to do.
 */
export const EVIDENCE_PROBLEMS = {
  'MSB-CERT-MALFORMED': '証明書を読み取れません。証明書ファイルを選び直してください。',
} as const satisfies Readonly<Record<string, string>>;

export type EvidenceProblemCode = keyof typeof EVIDENCE_PROBLEMS;

/** Thrown by evidence functions when what they were given can't be trusted. */
export class EvidenceError extends Error {
  override readonly name = 'EvidenceError';
  constructor(
    readonly code: EvidenceProblemCode,
    /** Technical detail for logs; never personal data or key material. */
    readonly detail?: string,
  ) {
    super(EVIDENCE_PROBLEMS[code]);
  }
}
