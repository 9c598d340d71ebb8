import type { ProblemCode, Route } from '@musubi/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from './context.js';
import type { Agent, Authenticate, Caller, NoteRefusal } from './http.js';
import { fromAddress } from './limits.js';
import { Problem } from './problem.js';
import type { Settings } from './settings.js';

/** Manifest, signature and the form around a submission's payload, at most. */
const AROUND_PAYLOAD = 3 * 1024 * 1024;
/** The largest body of a route that says nothing else: forms people fill in, a certificate request, an assertion. */
const JSON_BYTES = 32 * 1024;
export const NO_BODY_BYTES = 1024;
/** The number of largest bodies that may be on their way here at once: all together, and of one caller. */
const ALL_BODIES = 8;
const BODIES_OF_ONE = 2;

/** The time in which a proof of identity lets people change what guards accounts; a desk may be left any minute. */
const PROOF_MS = 5 * 60_000;

const MEDIA_TYPES = { bytes: 'application/cms', csv: 'text/csv', submission: 'multipart/form-data' } as const;

/** The largest body a route takes, bytes. */
export function bodyLimitOf(route: Route, { maxTransmissionBytes }: Pick<Settings, 'maxTransmissionBytes'>): number {
  if (route.bodyLimit !== undefined) return route.bodyLimit;
  if (route.body === null) return NO_BODY_BYTES;
  if (route.body === 'bytes') return maxTransmissionBytes + 65_536;
  return route.body === 'submission' ? maxTransmissionBytes + AROUND_PAYLOAD : JSON_BYTES;
}

/** Refuses what is too large or of another kind by what its headers say; returns how many bytes may come. */
function requireBody(route: Route, request: FastifyRequest, limit: number): number {
  const { 'content-length': length, 'transfer-encoding': encoding, 'content-type': type = '' } = request.headers;
  const bytes = encoding === undefined ? Number(length ?? 0) : limit;
  if (bytes === 0) return 0;
  const isTransmission = route.body === 'bytes' || route.body === 'submission';
  if (bytes > limit) throw new Problem(isTransmission ? 'MSB-SUBMIT-TOO-LARGE' : 'MSB-REQUEST-TOO-LARGE', { limit });
  const wanted = typeof route.body === 'string' ? MEDIA_TYPES[route.body] : 'application/json';
  if (route.body !== null && !type.startsWith(wanted)) throw new Problem('MSB-REQUEST-MEDIA-TYPE');
  return bytes;
}

/** Bytes of bodies that are on their way here right now: memory that strangers can take is bounded. */
class InFlight {
  #all = 0;
  readonly #byCaller = new Map<string, number>();

  constructor(private readonly largest: number) {}

  /** Throws MSB-REQUEST-BUSY; else holds the bytes until the answer is out or the connection gone. */
  hold(who: string, bytes: number, reply: FastifyReply): void {
    if (bytes === 0) return;
    const own = this.#byCaller.get(who) ?? 0;
    const isTooMuch = this.#all + bytes > ALL_BODIES * this.largest || own + bytes > BODIES_OF_ONE * this.largest;
    if (isTooMuch) throw new Problem('MSB-REQUEST-BUSY');
    this.#all += bytes;
    this.#byCaller.set(who, own + bytes);
    reply.raw.once('close', () => {
      this.#all -= bytes;
      const left = (this.#byCaller.get(who) ?? 0) - bytes;
      if (left > 0) this.#byCaller.set(who, left);
      else this.#byCaller.delete(who);
    });
  }
}

const MINUTE_MS = 60_000;

/** Requests of each caller in the minute that runs. Counted in this process: it is this process that is kept alive. */
class Pace {
  #minute = 0;
  readonly #requests = new Map<string, number>();

  /** Throws MSB-REQUEST-BUSY. */
  count(who: string, times: number, at: Date): void {
    const minute = Math.floor(at.getTime() / MINUTE_MS);
    if (minute !== this.#minute) this.#requests.clear();
    this.#minute = minute;
    const requests = (this.#requests.get(who) ?? 0) + 1;
    this.#requests.set(who, requests);
    if (requests > times) throw new Problem('MSB-REQUEST-BUSY');
  }
}

export type Guard = (route: Route) => (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** Makes the guard of every route: who calls and whether they may, then what may come in; all before a body is read. */
export function createGuard(
  { settings, now }: Pick<Context, 'settings' | 'now'>,
  authenticate: Authenticate,
  noteRefusal: NoteRefusal,
): Guard {
  const inFlight = new InFlight(settings.maxTransmissionBytes + AROUND_PAYLOAD);
  const pace = new Pace();
  const perMinute = { times: settings.requestsPerMinute, minutes: 1 };
  return (route) => {
    const limit = bodyLimitOf(route, settings);
    return async (request, reply) => {
      const { who: address, limit: ofAddress } = fromAddress({ settings }, 'from', request.ip, perMinute);
      if (route.access === 'public') pace.count(address, ofAddress.times, now());
      const caller = route.access === 'public' ? null : await authenticate(request, route);
      if (caller) {
        pace.count(caller.accountId, perMinute.times, now());
        const refusal = refusalOf(route, caller, now());
        if (refusal) {
          await noteRefusal(caller, route, refusal, request.id);
          throw new Problem(refusal);
        }
      }
      request.caller = caller;
      inFlight.hold(caller?.accountId ?? address, requireBody(route, request, limit), reply);
    };
  };
}

function refusalOf(route: Route, caller: Caller, at: Date): ProblemCode | null {
  if (route.delegated && !isAllowed(caller.agent, route.delegated)) return 'MSB-DELEGATION-NOT-ALLOWED';
  if (route.access !== 'public' && !route.access.includes(caller.role)) return 'MSB-AUTH-FORBIDDEN';
  if (caller.mustChangePassword && !route.beforePasswordChange) return 'MSB-AUTH-PASSWORD-CHANGE-REQUIRED';
  if (caller.mustEnrolOneTimeCode && !route.beforeOneTimeCode) return 'MSB-AUTH-ONE-TIME-CODE-ENROL';
  const isProven = at.getTime() - caller.provedAt.getTime() <= PROOF_MS;
  return route.freshProof && !isProven ? 'MSB-AUTH-PROOF-REQUIRED' : null;
}

function isAllowed(agent: Agent | null, what: 'send' | 'receive'): boolean {
  return agent === null || (what === 'send' ? agent.maySend : agent.mayReceive);
}
