import { type IncomingMessage, Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { ConnectionFailure, type HttpAnswer, type HttpRequest, type Transport } from '../ports.js';

const TIMEOUT_MS = 120_000;
/** Failures in which the hub surely saw nothing of the request. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN']);
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME|EPROTO|SSL/;

/** Only what never leaves this machine may go without TLS. */
function isOnThisMachine({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

/** HTTPS to a hub. `caPem` names its authority when it is not a public one; there is no way around verification. */
export function createNodeTransport(hubUrl: string, caPem: string | null): Transport & { close(): void } {
  const isPlain = isOnThisMachine(new URL(hubUrl));
  const pool = { keepAlive: true, maxSockets: 32 };
  const agent = isPlain
    ? new PlainAgent(pool)
    : new Agent({ ...pool, minVersion: 'TLSv1.2', ...(caPem ? { ca: caPem } : {}) });
  const send = isPlain ? plainRequest : httpsRequest;
  const open = (request: HttpRequest, signal?: AbortSignal): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const { method, headers, body } = request;
      const sized = body ? { ...headers, 'content-length': String(body.length) } : headers;
      const outgoing = send(new URL(request.path, hubUrl), {
        method,
        headers: sized,
        agent,
        timeout: TIMEOUT_MS,
        ...(signal ? { signal } : {}),
      });
      outgoing.on('timeout', () => outgoing.destroy(new Error('timeout')));
      outgoing.on('error', (error: NodeJS.ErrnoException) => reject(failureOf(error)));
      outgoing.on('response', resolve);
      outgoing.end(body ?? undefined);
    });
  return {
    origin: new URL(hubUrl).origin,
    request: async (request): Promise<HttpAnswer> => {
      const response = await open(request);
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of response) chunks.push(chunk);
      } catch (error) {
        throw failureOf(error);
      }
      return { status: response.statusCode ?? 0, body: new Uint8Array(Buffer.concat(chunks)) };
    },
    stream: async (request, onText, signal) => {
      try {
        const response = await open(request, signal);
        if (response.statusCode !== 200) throw new ConnectionFailure('notSent', `状態 ${response.statusCode}`);
        response.setEncoding('utf8');
        for await (const text of response) onText(String(text));
      } catch (error) {
        if (!signal.aborted) throw error instanceof ConnectionFailure ? error : failureOf(error);
      }
    },
    close: () => agent.destroy(),
  };
}

function failureOf(error: unknown): ConnectionFailure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (NOT_SENT.has(code))
    return new ConnectionFailure('notSent', '連携基盤につながりません。ネットワークを確かめてください。');
  if (UNTRUSTED.test(code))
    return new ConnectionFailure(
      'refusedCertificate',
      '連携基盤のサーバ証明書を確かめられません。接続先のアドレスと、登録した認証局を確かめてください。',
    );
  return new ConnectionFailure('ambiguous', '途中で接続が切れました。連携基盤に届いたかどうかは、まだ分かりません。');
}
