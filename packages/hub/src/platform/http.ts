import { Readable } from 'node:stream';
import {
  type AnswerOf,
  type BodyOf,
  makeProblem,
  type ParamsOf,
  type PROBLEMS,
  type ProblemDocument,
  type QueryOf,
  ROUTES,
  type Role,
  type Route,
  type RouteName,
} from '@musubi/contract';
import fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RouteHandlerMethod,
} from 'fastify';
import type { z } from 'zod';
import { whileCalling } from './calling.js';
import type { Context } from './context.js';
import { bodyLimitOf, createGuard, NO_BODY_BYTES } from './guard.js';
import { Problem } from './problem.js';
import type { Settings } from './settings.js';
import { type Tls, tlsOptions } from './tls.js';

/** What an agent (代行) may do in the place of the office it signed in for. */
export interface Agent {
  readonly delegationId: string;
  readonly agentName: string;
  readonly maySend: boolean;
  readonly mayReceive: boolean;
}

/** Who is calling, as the session says. */
export interface Caller {
  readonly kind: 'person' | 'machine' | 'operator';
  readonly accountId: string;
  readonly userId: string;
  readonly displayName: string;
  readonly role: Role;
  readonly officeNumber: string;
  readonly terminalId: string;
  readonly sessionId: string;
  readonly certificateFingerprint: string;
  readonly factors: readonly string[];
  readonly mustChangePassword: boolean;
  readonly mustEnrolOneTimeCode: boolean;
  readonly sessionEndsAt: Date;
  /** The time of the person's last proof of identity. */
  readonly provedAt: Date;
  /** Null for the office's own people and machines. */
  readonly agent: Agent | null;
}

/** Finds the caller of a request; throws a Problem when there is no valid session. */
export type Authenticate = (request: FastifyRequest, route: Route) => Promise<Caller>;

/** Writes down that somebody who is signed in was refused a route. */
export type NoteRefusal = (caller: Caller, route: Route, code: string, requestId: string) => Promise<void>;

/** Those of some sessions that are still open. */
export type OpenAmong = (sessionIds: Iterable<string>) => Promise<ReadonlySet<string>>;

type RouteOf<N extends RouteName> = (typeof ROUTES)[N];

export interface Call<R extends Route> {
  readonly params: ParamsOf<R>;
  readonly query: QueryOf<R>;
  readonly body: BodyOf<R>;
  /** Null on public routes only. */
  readonly caller: R['access'] extends 'public' ? null : Caller;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export type Handler<R extends Route> = (call: Call<R>) => Promise<AnswerOf<R>>;

export interface Router {
  readonly app: FastifyInstance;
  /** Registers one route of the contract: who → may → validate → do → present. */
  route<N extends RouteName>(name: N, handler: Handler<RouteOf<N>>): void;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The caller; null on public routes. */
    caller: Caller | null;
  }
  interface FastifyReply {
    /** The problem that was answered, for counting. */
    problemCode: string | null;
  }
}

/** `logTo` takes the log lines instead of standard output. */
export function createApp(settings: Settings, tls: Tls, logTo?: { write(line: string): void }): FastifyInstance {
  const app: FastifyInstance = fastify({
    https: settings.plainHttp ? null : tlsOptions(settings, tls),
    // Of addresses nobody knows; every route has a limit of its own.
    bodyLimit: NO_BODY_BYTES,
    // Anybody can write X-Forwarded-For: it counts only from the proxies that the operator named.
    trustProxy: settings.trustedProxies.length > 0 ? [...settings.trustedProxies] : false,
    requestTimeout: 120_000,
    routerOptions: { maxParamLength: 200 },
    genReqId: () => crypto.randomUUID(),
    logger: {
      level: settings.logLevel,
      ...(logTo ? { stream: logTo } : {}),
      // Neither query strings nor addresses of people: method, route and outcome are enough to run a hub.
      serializers: { req: ({ method }) => ({ method }), res: ({ statusCode }) => ({ statusCode }) },
    },
  });
  app.server.maxConnections = settings.maxConnections;
  app.decorateReply('problemCode', null);
  app.decorateRequest('caller', null);
  app.addContentTypeParser('application/cms', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  // Tables may be long: they are read as they come, by the route that wants them, after it has asked who calls.
  app.addContentTypeParser('text/csv', (_request, payload, done) => done(null, payload));
  const defaults = Object.entries({
    ...STRICT_HEADERS,
    ...(settings.plainHttp ? {} : { 'strict-transport-security': 'max-age=31536000' }),
  });
  // A mail program's one-click unsubscription posts a form (RFC 8058): its address says everything.
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, _body, done) =>
    done(null, null),
  );
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
    for (const [name, value] of defaults) {
      if (!reply.hasHeader(name) && !reply.raw.hasHeader(name)) reply.header(name, value);
    }
  });
  app.setErrorHandler((error, request, reply) => answerWithProblem(problemOf(error, request), reply));
  return app;
}

/** What every answer says unless its route said otherwise: nothing is kept, nothing is run, nobody frames it. */
const STRICT_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
};

/** The answer to an address nobody knows. */
export function answerNotFound(request: FastifyRequest, reply: FastifyReply): void {
  answerWithProblem(makeProblem('MSB-NOT-FOUND', { requestId: request.id }), reply);
}

function answerWithProblem(problem: ProblemDocument, reply: FastifyReply): void {
  reply.problemCode = problem.code;
  reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

/** Codes of the frameworks' own refusals; everything else unexpected is a generic failure without details (R45). */
const FRAMEWORK_CODES: Readonly<Record<string, keyof typeof PROBLEMS>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'MSB-REQUEST-TOO-LARGE',
  FST_REQ_FILE_TOO_LARGE: 'MSB-SUBMIT-TOO-LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'MSB-REQUEST-MEDIA-TYPE',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'MSB-REQUEST-MEDIA-TYPE',
};

/** PostgreSQL could not take a value (class 22): a time that is none, a number too large. It came with the request. */
const DATA_EXCEPTION = /^22[0-9A-Z]{3}$/;

function problemOf(error: unknown, request: FastifyRequest): ProblemDocument {
  const requestId = request.id;
  if (error instanceof Problem) return makeProblem(error.code, { ...error.extras, requestId });
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (DATA_EXCEPTION.test(code)) return makeProblem('MSB-REQUEST-INVALID', { requestId });
  const known = FRAMEWORK_CODES[code] ?? (status >= 400 && status < 500 ? 'MSB-REQUEST-INVALID' : null);
  if (known) return makeProblem(known, { requestId });
  // Database messages can quote values: log the code and place only.
  request.log.error(
    { requestId, code, name: error instanceof Error ? error.name : typeof error, stack: stackPlaces(error) },
    'request failed',
  );
  const isDatabaseDown = /^(57P|08|ECONN|53)/.test(code);
  return makeProblem(isDatabaseDown ? 'MSB-HUB-UNAVAILABLE' : 'MSB-HUB-FAILED', { requestId });
}

function stackPlaces(error: unknown): string[] {
  const lines = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  return lines.filter((line) => line.trimStart().startsWith('at ')).slice(0, 8);
}

export function createRouter(
  app: FastifyInstance,
  context: Pick<Context, 'settings' | 'now'>,
  authenticate: Authenticate,
  noteRefusal: NoteRefusal,
): Router {
  const guard = createGuard(context, authenticate, noteRefusal);
  const route = <N extends RouteName>(name: N, handler: Handler<RouteOf<N>>) => {
    const declared: Route = ROUTES[name];
    let made: string | null = null;
    const handle: RouteHandlerMethod = async (request, reply) => {
      if (declared.madeOnce) reply.header('cache-control', 'public, max-age=300');
      if (made !== null) return reply.type(typeOf(declared)).send(made);
      const call = {
        caller: request.caller,
        params: parse(declared.params, request.params, 'params'),
        query: parse(declared.query, request.query, 'query'),
        body: bodyOf(declared, request),
        request,
        reply,
      };
      // The table's types and its schemas are the same objects: what was parsed is what the handler is typed for.
      const calling = { requestId: request.id, terminalId: request.caller?.terminalId ?? null };
      const answer = await whileCalling(calling, () => handler(call as Call<RouteOf<N>>));
      if (declared.madeOnce) made = typeof answer === 'string' ? answer : JSON.stringify(answer);
      return present(declared, answer, reply);
    };
    app.route({
      method: declared.method,
      url: declared.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      bodyLimit: bodyLimitOf(declared, context.settings),
      onRequest: guard(declared),
      handler: handle,
    });
  };
  return { app, route };
}

function parse(schema: z.ZodType | undefined, value: unknown, place: string): unknown {
  if (!schema) return undefined;
  const result = schema.safeParse(value);
  if (result.success) {
    if (hasNul(result.data)) throw new Problem('MSB-REQUEST-INVALID', { errors: [{ path: place, message: 'NUL' }] });
    return result.data;
  }
  const errors = result.error.issues
    .slice(0, 20)
    .map(({ path, message }) => ({ path: [place, ...path].join('.'), message }));
  throw new Problem('MSB-REQUEST-INVALID', { errors });
}

/** No text of people has a NUL in it, and PostgreSQL takes none. */
function hasNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  return typeof value === 'object' && value !== null && Object.values(value).some(hasNul);
}

function bodyOf(route: Route, request: FastifyRequest): unknown {
  if (route.body === null || route.body === 'submission') return undefined;
  if (route.body === 'bytes') {
    if (request.body instanceof Uint8Array) return request.body;
    throw new Problem('MSB-REQUEST-MEDIA-TYPE');
  }
  if (route.body === 'csv') {
    if (request.body instanceof Readable) return request.body;
    throw new Problem('MSB-REQUEST-MEDIA-TYPE');
  }
  return parse(route.body, request.body ?? {}, 'body');
}

function present(route: Route, answer: unknown, reply: FastifyReply): unknown {
  if (reply.sent || route.answer === 'events') return reply;
  if (reply.statusCode === 200) reply.code(route.status);
  if (route.answer === null) return reply.send();
  if (route.answer === 'file') return reply.send(answer);
  return reply.type(typeOf(route)).send(typeof route.answer === 'string' ? answer : JSON.stringify(answer));
}

const TYPES = {
  bytes: 'application/cms',
  html: 'text/html; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  file: 'application/octet-stream',
  events: 'text/event-stream; charset=utf-8',
};

const typeOf = ({ answer }: Route) => (typeof answer === 'string' ? TYPES[answer] : 'application/json; charset=utf-8');
