import type { ProblemCode, ProblemExtras } from '@musubi/contract';

/** Thrown by operations: the hub answers with the problem document of the code. */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly code: ProblemCode,
    /** Positions, limits and codes; never personal data. */
    readonly extras: ProblemExtras = {},
  ) {
    super(code);
  }
}
