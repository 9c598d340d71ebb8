import { EvidenceError, type EvidenceProblemCode, type TrustStore } from '@musubi/evidence';
import type { Subject, VerificationStep } from './verdict.js';

/** Authorities that count, and all that are named: what only the latter vouch for holds together, signed by nobody known. */
export interface Believed {
  readonly accepted: TrustStore;
  readonly named: TrustStore;
}

const NOBODY_KNOWN: readonly EvidenceProblemCode[] = ['MSB-CERT-NOT-ACCEPTED', 'MSB-CERT-UNKNOWN-ISSUER'];

/** Collects what was looked at and how it stands. */
export class Steps {
  readonly all: VerificationStep[] = [];

  add(
    subject: Subject,
    name: string,
    proof: VerificationStep['proof'],
    message: string,
    code: string | null = null,
  ): void {
    this.all.push({ subject, name, proof, code, message });
  }

  proven(subject: Subject, name: string): void {
    this.add(subject, name, 'proven', '正しいことを確かめました');
  }

  /** Runs a check; what it refuses is said and null. */
  async check<T>(subject: Subject, name: string, run: () => Promise<T>): Promise<T | null> {
    try {
      const result = await run();
      this.proven(subject, name);
      return result;
    } catch (error) {
      if (!(error instanceof EvidenceError)) throw error;
      this.add(subject, name, 'changed', error.message, error.code);
      return null;
    }
  }

  /** The same for a signature: one that only holds by authorities that do not count here is by somebody unknown. */
  async signed<T>(
    subject: Subject,
    name: string,
    { accepted, named }: Believed,
    run: (trust: TrustStore) => Promise<T>,
  ): Promise<T | null> {
    try {
      const result = await run(accepted);
      this.proven(subject, name);
      return result;
    } catch (error) {
      if (!(error instanceof EvidenceError)) throw error;
      if (!NOBODY_KNOWN.includes(error.code)) {
        this.add(subject, name, 'changed', error.message, error.code);
        return null;
      }
      const result = await run(named).catch((reason: unknown) => {
        if (!(reason instanceof EvidenceError)) throw reason;
        return reason;
      });
      const isUnknown = !(result instanceof EvidenceError) || NOBODY_KNOWN.includes(result.code);
      const said = result instanceof EvidenceError && !isUnknown ? result : error;
      this.add(subject, name, isUnknown ? 'unknown' : 'changed', said.message, said.code);
      return result instanceof EvidenceError ? null : result;
    }
  }
}
