import { get } from 'node:http';
import type { Page, Request } from 'playwright-core';
import { chooseCertificate, type Participant, typePassword, type World } from '../../test/web/world.js';

/** One answer of the hub as it came over the wire. */
export interface Received {
  readonly path: string;
  readonly type: string;
  /** Size of the body as it was sent, compressed where the hub compresses. */
  readonly bytes: number;
}

/** Notes everything a page receives; ask for it when the page has come to rest. */
export function watchWire(page: Page): () => Promise<Received[]> {
  const finished: Request[] = [];
  page.on('requestfinished', (request) => finished.push(request));
  return () => Promise.all(finished.map(received));
}

async function received(request: Request): Promise<Received> {
  const { responseBodySize } = await request.sizes();
  return { path: new URL(request.url()).pathname, type: request.resourceType(), bytes: responseBodySize };
}

export const isScript = ({ path }: Received) => path.endsWith('.js');
export const sumOf = (all: readonly Received[]) => all.reduce((sum, { bytes }) => sum + bytes, 0);

/**
 * What a browser that was never here receives until the login page stands, and from there until the top page does.
 * The context must block service workers: what they fetch ahead is not needed for these pages.
 */
export async function loadFirstPages(
  page: Page,
  { hub }: World,
  participant: Participant,
): Promise<{ login: Received[]; top: Received[] }> {
  const wire = watchWire(page);
  await page.goto(hub.url);
  await page.getByRole('heading', { name: 'ログイン', exact: true }).waitFor();
  await page.waitForLoadState('networkidle');
  const login = await wire();
  await chooseCertificate(page, participant.certificateFile);
  await typePassword(page, participant);
  await page.getByRole('heading', { name: 'トップページ' }).waitFor();
  await page.getByRole('heading', { name: '月のやり取り' }).waitFor();
  await page.waitForTimeout(2000); // the stream of events never rests
  return { login, top: (await wire()).slice(login.length) };
}

/** What the service worker fetches ahead at the first visit, so that the client opens off line: requests and bytes. */
export async function fetchedAhead(hubUrl: string): Promise<{ requests: number; bytes: number }> {
  const script = (await fetchBody(`${hubUrl}/service-worker.js`)).toString();
  const list = /const SHELL = (\[.*?\]);/.exec(script)?.[1];
  if (!list) throw new Error('the service worker has no list of files');
  const paths: string[] = JSON.parse(list);
  const bodies = await Promise.all(paths.map((path) => fetchBody(hubUrl + path, 'br')));
  return { requests: paths.length, bytes: bodies.reduce((sum, { length }) => sum + length, 0) };
}

/** The body of an answer as it comes, without opening what is compressed. */
function fetchBody(url: string, encoding = 'identity'): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': encoding } }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      resolve(Buffer.concat(chunks));
    }).on('error', reject);
  });
}
