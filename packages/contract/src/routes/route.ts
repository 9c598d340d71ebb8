import type { z } from 'zod';
import type { ProblemCode } from '../problems.js';
import type { Role } from '../schemas/common.js';

/** Who may call a route: anybody, or sessions with one of the roles. Every answer is scoped to the caller's office. */
export type Access = 'public' | readonly Role[];

/** What comes in as a body: JSON by schema, a multipart submission, raw bytes, or a CSV file as a stream. */
export type Body = z.ZodType | 'submission' | 'bytes' | 'csv' | null;
/** What goes out: JSON by schema, raw bytes, a file to save whose type the handler names, a stream of events, text or nothing. */
export type Answer = z.ZodType | 'bytes' | 'file' | 'events' | 'text' | 'html' | null;

/** One route of the hub. Hub, client and OpenAPI all read this and nothing else. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with `{name}` parameters. */
  readonly path: `/${string}`;
  /** Japanese summary for the API pages. */
  readonly summary: string;
  readonly access: Access;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body: Body;
  /** Bytes of the largest body, where it is not what the hub takes of its kind (`bodyLimitOf`). */
  readonly bodyLimit?: number;
  readonly status: 200 | 201 | 204;
  readonly answer: Answer;
  /** Problems special to this route; those any route may answer are left out. */
  readonly problems: readonly ProblemCode[];
  /** Reachable although the initial password still has to be changed. */
  readonly beforePasswordChange?: true;
  /** Reachable although the one-time code that the account needs is not enrolled yet. */
  readonly beforeOneTimeCode?: true;
  /** Clients call it by themselves, when events come in or time passes: it is no act of a person and keeps no session alive. */
  readonly background?: true;
  /**
   * Changes what guards an account or an office (factors, addresses, certificates, people): asked of whoever has shown in
   * the last minutes that it is they (`proveAgain`, signing in); MSB-AUTH-PROOF-REQUIRED of others.
   */
  readonly freshProof?: true;
  /** The same for everybody while the hub runs: made at first use, and clients may keep it for some minutes. */
  readonly madeOnce?: true;
  /** What an agent (代行) must have been allowed to do; the office's own people need nothing more than their role. */
  readonly delegated?: 'send' | 'receive';
}

export function defineRoutes<T extends Readonly<Record<string, Route>>>(routes: T): T {
  return routes;
}
