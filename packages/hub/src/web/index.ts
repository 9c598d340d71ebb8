import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { answerNotFound } from '../platform/http.js';
import type { Settings } from '../platform/settings.js';
import { UNBUILT_PAGE } from './unbuilt-page.js';

/** Where `npm run build` puts the web client when the whole project is there. */
const BUILT = fileURLToPath(new URL('../../../web/dist', import.meta.url));

/** Where it puts the files people download. */
const DOWNLOADS = fileURLToPath(new URL('../../../cli/dist/downloads', import.meta.url));

/** Scripts come from here alone, nothing is framed except files the client itself made, nothing leaves for elsewhere. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  'frame-src blob:',
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** @fastify/static 9 waits for its own answer at several depths, each with listeners: more than the 10 that Node warns of. */
const FILE_LISTENERS = 30;

/** Serves the built web client beside the API; without one, `/` says how to build it. */
export async function registerWeb(app: FastifyInstance, settings: Settings): Promise<void> {
  const folder = settings.webFolder ?? BUILT;
  if (existsSync(DOWNLOADS)) {
    const where = { root: DOWNLOADS, prefix: '/downloads/' };
    await app.register(fastifyStatic, { ...where, cacheControl: false, decorateReply: false, index: false });
  }
  if (!existsSync(join(folder, 'index.html'))) {
    app.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(UNBUILT_PAGE));
    app.setNotFoundHandler(answerNotFound);
    return;
  }
  app.addHook('onRequest', async (_request, reply) => {
    reply.raw.setMaxListeners(FILE_LISTENERS);
  });
  await app.register(fastifyStatic, {
    root: folder,
    preCompressed: true,
    cacheControl: false, // said below, file by file
    dotfiles: 'ignore',
    setHeaders: (reply, path) => {
      for (const [name, value] of Object.entries(headersOf(relative(folder, path)))) reply.setHeader(name, value);
    },
  });
  app.setNotFoundHandler((request, reply) =>
    isPageOfClient(request) ? reply.sendFile('index.html') : answerNotFound(request, reply),
  );
}

/** Files under assets carry a digest in their name and never change; all others are asked for again each time. */
function headersOf(file: string): Record<string, string> {
  const isImmutable = file.startsWith(`assets${sep}`);
  return {
    'cache-control': isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    'content-security-policy': POLICY, // of scripts too: a worker goes by the policy of its own file
    vary: 'accept-encoding',
  };
}

/** The client's own addresses, e.g. /inbox: one page answers them all. */
function isPageOfClient({ method, url, headers }: FastifyRequest): boolean {
  const isRead = method === 'GET' || method === 'HEAD';
  const isElsewhere = /^\/(v1|docs|assets)(\/|\?|$)/.test(url);
  return isRead && !isElsewhere && (headers.accept ?? '').includes('text/html');
}
