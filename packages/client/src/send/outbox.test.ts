import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createTcpServer, connect as tcpConnect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HubConnection, judgeAttachment, Outbox } from '@musubi/client';
import { createFileStore, createNodeTransport } from '@musubi/client/node';
import { enrolOffice, signIn, startTestHub, type TestHub, type TestOffice, type TestPerson } from '@musubi/testkit';
import { packFor, packInputFor } from '@musubi/testkit/transmissions';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let hub: TestHub;
let care: TestOffice;
let visit: TestOffice;
let carer: TestPerson;
let folder: string;

beforeAll(async () => {
  hub = await startTestHub();
  care = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'] });
  visit = await enrolOffice(hub, { officeNumber: '1375400014', serviceTypes: ['13'] });
  carer = await signIn(hub, care);
  folder = mkdtempSync(join(tmpdir(), 'musubi-outbox-'));
});
afterAll(async () => {
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
});

const pack = () => packFor(care, visit, packInputFor('1377700001', '43', '1375400014', '13'));
const home = () => createFileStore(mkdtempSync(join(folder, 'home-')));
const sentCount = async () =>
  (await carer.hub.call('listTransmissions', { query: { box: 'sent', limit: 200 } })).items.length;
const at = (port: number) =>
  new HubConnection(createNodeTransport(`https://localhost:${port}`, hub.caPem), () => ({
    token: carer.answer.token,
    terminal: `${carer.terminal.id}.${carer.terminal.secret}`,
  }));

describe('the outbox', () => {
  it('keeps what a dead hub did not take, and sends it when the hub is back', async () => {
    const outbox = new Outbox(home());
    await outbox.add(await pack());
    const before = await sentCount();
    expect(await outbox.flush(at(9))).toMatchObject([{ state: 'waiting' }]);
    expect(await outbox.list()).toHaveLength(1);
    expect(await outbox.flush(carer.hub)).toMatchObject([{ state: 'accepted', submission: { created: true } }]);
    expect(await outbox.list()).toEqual([]);
    expect(await sentCount()).toBe(before + 1);
  });

  it('sends exactly one when the connection is cut after the hub has taken it', async () => {
    const target = Number(new URL(hub.url).port);
    let isCut = false;
    // Passes everything to the hub, but cuts the line when the hub's answer to the submission comes.
    const proxy = createTcpServer((client) => {
      const upstream = tcpConnect(target, '127.0.0.1');
      client.pipe(upstream);
      let received = 0;
      client.on('data', (chunk) => (received += chunk.length));
      upstream.on('data', (chunk) => {
        if (!isCut && received > 2500) {
          isCut = true;
          client.destroy();
          upstream.destroy();
        } else client.write(chunk);
      });
      for (const socket of [client, upstream]) socket.on('error', () => socket.destroy());
    });
    await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
    const address = proxy.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const outbox = new Outbox(home());
    await outbox.add(await pack());
    const before = await sentCount();
    expect(await outbox.flush(at(port))).toMatchObject([{ state: 'waiting' }]);
    expect(isCut).toBe(true);
    expect(await outbox.flush(at(port))).toMatchObject([{ state: 'accepted' }]);
    expect(await sentCount()).toBe(before + 1);
    proxy.close();
  });

  it('remembers a refusal, goes on with the rest, and does not try the refused one again', async () => {
    const outbox = new Outbox(home());
    const unknown = packFor(care, visit, packInputFor('1377700001', '43', '1399999999', '13'));
    await outbox.add(await unknown);
    await outbox.add(await pack());
    const states = (await outbox.flush(carer.hub)).map(({ state }) => state);
    expect(states.sort()).toEqual(['accepted', 'refused']);
    expect(await outbox.list()).toMatchObject([{ refusal: { code: 'MSB-SUBMIT-RECIPIENT-UNKNOWN' } }]);
    expect(await outbox.flush(carer.hub)).toEqual([]);
  });

  it('holds nothing by halves when its process is killed while it writes', async () => {
    const where = mkdtempSync(join(folder, 'killed-'));
    const script = join(where, 'writer.ts');
    const client = new URL('../node/file-store.ts', import.meta.url).href;
    writeFileSync(
      script,
      `const { createFileStore } = await import(${JSON.stringify(client)});
      const store = createFileStore(${JSON.stringify(join(where, 'home'))});
      const big = new Uint8Array(4_000_000);
      for (let n = 0; ; n++) { await store.writeFolder('outbox/' + n, new Map([['manifest.json', big], ['manifest.p7s', big], ['payload.p7m', big]])); console.log(n); }`,
    );
    writeFileSync(join(where, 'package.json'), '{"type":"module"}');
    const child = spawn(process.execPath, ['--import', 'tsx', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise<void>((done) =>
      child.stdout.on('data', (chunk) => Number(String(chunk).trim().split('\n').at(-1)) >= 3 && done()),
    );
    child.kill('SIGKILL');
    await new Promise((done) => child.on('exit', done));
    const kept = readdirSync(join(where, 'home/outbox')).filter((name) => !name.startsWith('.'));
    expect(kept.length).toBeGreaterThanOrEqual(4);
    for (const name of kept)
      expect(readdirSync(join(where, 'home/outbox', name)).sort()).toEqual([
        'manifest.json',
        'manifest.p7s',
        'payload.p7m',
      ]);
  });

  it('leaves nothing behind and says so when the folder cannot be written', async () => {
    const where = mkdtempSync(join(folder, 'blocked-'));
    writeFileSync(join(where, 'outbox'), 'a file where the folder should be');
    await expect(new Outbox(createFileStore(where)).add(await pack())).rejects.toThrow();
    expect(readdirSync(where)).toEqual(['outbox']);
    expect(existsSync(join(where, 'outbox', 'x'))).toBe(false);
    mkdirSync(join(where, 'other'));
  });

  it('does not let a path lead out of its folder', async () => {
    await expect(home().write('../outside', new Uint8Array())).rejects.toThrow(RangeError);
  });
});

describe('attachments are judged by their content (R38)', () => {
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
  const office = (types: string, extra: Record<string, Uint8Array> = {}) =>
    zipSync({ '[Content_Types].xml': strToU8(types), ...extra });
  it.each([
    ['意見書.pdf', bytes('%PDF-1.7 plain'), 'application/pdf'],
    ['写真.jpg', bytes('\xff\xd8\xff\xe0'), 'image/jpeg'],
    ['図.png', bytes('\x89PNG\r\n\x1a\n'), 'image/png'],
    [
      '計画.docx',
      office('wordprocessingml'),
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ],
    ['表.xlsx', office('spreadsheetml'), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ])('%s may go along', (name, content, mediaType) => {
    expect(judgeAttachment(name, content)).toEqual({ mediaType });
  });

  it.each([
    ['空.pdf', bytes('')],
    ['動く.pdf', bytes('%PDF-1.7 /OpenAction')],
    ['隠す.pdf', bytes('%PDF-1.7 /J#61vaScript')],
    ['計算.xlsm', office('spreadsheetml')],
    ['マクロ.xlsx', office('spreadsheetml', { 'xl/vbaProject.bin': bytes('x') })],
    ['見積.pdf', bytes('MZ\x90')],
    ['まとめ.zip', zipSync({ 'a.txt': bytes('x') })],
    ['メモ.txt', bytes('hello')],
    ['壊れ.docx', bytes('PK\x03\x04broken')],
  ])('%s is refused with a reason', (name, content) => {
    expect(judgeAttachment(name, content)).toEqual({ refused: expect.stringMatching(/。$/) });
  });
});
