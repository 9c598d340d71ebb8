import { z } from 'zod';
import { PROBLEMS, type ProblemCode } from './problems.js';

/** RFC 9457 problem document. `code` is what programs read, `title` and `detail` what people read. */
export const problemDocument = z.looseObject({
  type: z.string(),
  status: z.number().int(),
  code: z.string(),
  title: z.string(),
  detail: z.string().describe('どうすればよいか'),
  reason: z.string().optional(),
  requestId: z.string().optional(),
  earlier: z.uuid().optional().describe('同じものがすでに送ってあるときの、その送信番号'),
  hubTime: z.iso.datetime().optional().describe('断ったときの連携基盤の時計'),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type ProblemDocument = z.infer<typeof problemDocument>;

/** Extra members a problem may carry: positions and limits, never personal data. */
export interface ProblemExtras {
  readonly reason?: string;
  readonly limit?: number;
  readonly requestId?: string;
  readonly earlier?: string;
  readonly hubTime?: string;
  readonly errors?: { path: string; message: string }[];
}

export function makeProblem(code: ProblemCode, extras: ProblemExtras = {}): ProblemDocument {
  const { status, title, action } = PROBLEMS[code];
  return { type: `/problems/${code}`, status, code, title, detail: action, ...extras };
}

export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}
