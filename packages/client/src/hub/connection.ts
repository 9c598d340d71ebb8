import {
  type AnswerOf,
  isProblemCode,
  type ParamsOf,
  PROBLEMS,
  type ProblemCode,
  type ProblemExtras,
  problemDocument,
  type QueryInputOf,
  ROUTES,
  type Route,
  type RouteName,
} from '@musubi/contract';
import type { z } from 'zod';
import type { HttpAnswer, HttpRequest, Transport } from '../ports.js';

/** A refusal of the hub, with what it says to the person. */
export class HubProblem extends Error {
  override readonly name = 'HubProblem';
  constructor(
    readonly code: ProblemCode,
    readonly status: number,
    /** What to do, in Japanese. */
    readonly action: string,
    readonly reason: string | null,
    readonly requestId: string | null,
    /** Further facts a refused submission is told: the transmission it repeats, and the hub's clock. */
    readonly extras: Pick<ProblemExtras, 'earlier' | 'hubTime'> = {},
  ) {
    super(PROBLEMS[code].title);
  }

  /** Whether the same request may succeed later without anybody mending anything. */
  get isTransient(): boolean {
    return this.status >= 500 || this.status === 429;
  }
}

type RouteOf<N extends RouteName> = (typeof ROUTES)[N];
type InputBody<R extends Route> = R['body'] extends z.ZodType
  ? z.input<R['body']>
  : R['body'] extends 'bytes' | 'csv'
    ? Uint8Array
    : undefined;

/** What a call gives: only the parts its route has. */
export type CallInput<R extends Route> = (ParamsOf<R> extends undefined ? object : { readonly params: ParamsOf<R> }) &
  (QueryInputOf<R> extends undefined ? object : { readonly query: QueryInputOf<R> }) &
  (InputBody<R> extends undefined ? object : { readonly body: InputBody<R> });

/** Who is calling: a session's token and the terminal's proof. */
export interface Credentials {
  readonly token: string;
  readonly terminal: string;
}

/** Calls of the hub, typed by the contract's table of routes. */
export class HubConnection {
  constructor(
    readonly transport: Transport,
    private readonly credentials: () => Credentials | null,
  ) {}

  headers(): Record<string, string> {
    const current = this.credentials();
    return current ? { authorization: `Bearer ${current.token}`, 'musubi-terminal': current.terminal } : {};
  }

  /** Calls a route; throws HubProblem for refusals and ConnectionFailure when no answer came. */
  async call<N extends RouteName>(name: N, input: CallInput<RouteOf<N>>): Promise<AnswerOf<RouteOf<N>>> {
    const route: Route = ROUTES[name];
    const answer = await this.transport.request(this.#requestOf(route, input));
    requireSuccess(answer);
    return parseAnswer(route, answer.body);
  }

  /** Calls a route whose answer is a long file; in a browser it may lie on disk and is never whole in the page's memory. */
  async download<N extends RouteName>(name: N, input: CallInput<RouteOf<N>>): Promise<Blob> {
    const answer = await this.transport.request({ ...this.#requestOf(ROUTES[name], input), asFile: true });
    requireSuccess(answer);
    return answer.file ?? new Blob([new Uint8Array(answer.body)]);
  }

  #requestOf(route: Route, given: { params?: object; query?: object; body?: unknown }): HttpRequest {
    const { body, type } = encodeBody(route, given.body);
    return {
      method: route.method,
      path: fillPath(route.path, given.params) + queryText(given.query),
      headers: { ...this.headers(), ...(type ? { 'content-type': type } : {}) },
      body,
    };
  }
}

function encodeBody(route: Route, body: unknown): { body: Uint8Array | null; type: string | null } {
  if (route.body === null || body === undefined) return { body: null, type: null };
  if (body instanceof Uint8Array) return { body, type: route.body === 'csv' ? 'text/csv' : 'application/cms' };
  return { body: new TextEncoder().encode(JSON.stringify(body)), type: 'application/json' };
}

function fillPath(path: string, params: object | undefined): string {
  const values = new Map(Object.entries(params ?? {}));
  return path.replace(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(String(values.get(name))));
}

function queryText(query: object | undefined): string {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  return pairs.length > 0 ? `?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))}` : '';
}

/** The schema of the route is what its answer type was made from. */
function parseAnswer<T>(route: Route, body: Uint8Array): T {
  if (typeof route.answer === 'string') return body as T;
  if (route.answer === null) return undefined as T;
  return route.answer.parse(JSON.parse(new TextDecoder().decode(body))) as T;
}

/** The code of a problem document; null for anything else. */
export function problemCodeOf({ body }: HttpAnswer): string | null {
  const parsed = problemDocument.safeParse(safeJson(new TextDecoder().decode(body)));
  return parsed.success ? parsed.data.code : null;
}

export function requireSuccess({ status, body }: HttpAnswer): void {
  if (status >= 200 && status < 300) return;
  const text = new TextDecoder().decode(body);
  const parsed = problemDocument.safeParse(safeJson(text));
  const code =
    parsed.success && isProblemCode(parsed.data.code)
      ? parsed.data.code
      : status >= 500
        ? 'MSB-HUB-UNAVAILABLE'
        : 'MSB-HUB-FAILED';
  const problem = parsed.success ? parsed.data : null;
  throw new HubProblem(
    code,
    status,
    problem?.detail ?? PROBLEMS[code].action,
    problem?.reason ?? null,
    problem?.requestId ?? null,
    {
      ...(problem?.earlier ? { earlier: problem.earlier } : {}),
      ...(problem?.hubTime ? { hubTime: problem.hubTime } : {}),
    },
  );
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // not a problem document: the status alone speaks
  }
}
