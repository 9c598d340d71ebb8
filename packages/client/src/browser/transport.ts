import { ConnectionFailure, type HttpAnswer, type HttpRequest, type Transport } from '../ports.js';

const TIMEOUT_MS = 120_000;

const UNREACHABLE =
  '連携基盤につながりません。インターネットの接続を確かめてください。つながりしだい、続きから自動で進めます。';

/** The way to the hub that served this page. A browser does not tell why a request failed: only what is sure is said. */
export function createFetchTransport(hubUrl: string): Transport {
  const open = async ({ method, path, headers, body }: HttpRequest, signal: AbortSignal): Promise<Response> => {
    if (!navigator.onLine) throw new ConnectionFailure('notSent', UNREACHABLE);
    try {
      return await fetch(new URL(path, hubUrl), {
        method,
        headers,
        body: body ? new Uint8Array(body) : null,
        signal,
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'error',
      });
    } catch {
      throw new ConnectionFailure('ambiguous', UNREACHABLE); // fetch says nothing but that it failed
    }
  };
  return {
    origin: new URL(hubUrl).origin,
    request: async (request): Promise<HttpAnswer> => {
      const waiting = new AbortController();
      const timer = setTimeout(() => waiting.abort(), TIMEOUT_MS);
      try {
        const response = await open(request, waiting.signal);
        const isFile = request.asFile === true && response.ok;
        if (isFile) clearTimeout(timer); // it has begun to come, and may take as long as it is
        return await readAnswer(response, isFile);
      } finally {
        clearTimeout(timer);
      }
    },
    stream: async (request, onText, signal) => {
      try {
        const response = await open(request, signal);
        if (!response.ok || !response.body) throw new ConnectionFailure('notSent', `HTTP ${response.status}`);
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) onText(chunk.value);
      } catch (error) {
        if (signal.aborted) return;
        throw error instanceof ConnectionFailure ? error : new ConnectionFailure('ambiguous', UNREACHABLE);
      }
    },
  };
}

/** A file becomes a blob, which browsers keep on disk when it is long. */
async function readAnswer(response: Response, isFile: boolean): Promise<HttpAnswer> {
  const { status } = response;
  try {
    if (isFile) return { status, body: new Uint8Array(), file: await response.blob() };
    return { status, body: new Uint8Array(await response.arrayBuffer()) };
  } catch {
    throw new ConnectionFailure('ambiguous', UNREACHABLE); // cut off in the middle of the answer
  }
}
