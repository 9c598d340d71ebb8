import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScanFailure } from '@musubi/client';
import { clamdScan } from '@musubi/client/node';
import { enrolOffice, type Scanner, startScanner, startTestHub, type TestHub } from '@musubi/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { computerOf } from '../../../test/operator/computer.js';
import { prepareSystem } from '../../../tools/system.js';
import { musubi } from './cli.testing.js';

const MANAGER = '1377700001';
const NURSE = '1375400014';
/** Two pictures, one of which the scanner knows as malware: what our own judgement of attachments has nothing against. */
const picture = (rest: string) =>
  Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from(rest)]);
const INFECTED = picture('Musubi test malware');
const CLEAN = picture('a cat');

let folder: string;
let hub: TestHub;
let scanner: Scanner;
beforeAll(async () => {
  prepareSystem(['clamd']);
  folder = mkdtempSync(join(tmpdir(), 'musubi-scanner-'));
  writeFileSync(join(folder, '犬.png'), INFECTED);
  writeFileSync(join(folder, '猫.png'), CLEAN);
  scanner = await startScanner(INFECTED);
  hub = await startTestHub();
  for (const [officeNumber, serviceType] of [
    [MANAGER, '43'],
    [NURSE, '13'],
  ] as const) {
    const office = await enrolOffice(hub, { officeNumber, serviceTypes: [serviceType] });
    await computerOf({ hub, folder, office, name: officeNumber });
  }
});
afterAll(async () => {
  await scanner.close();
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
});

const homeOf = (officeNumber: string) => join(folder, `home-${officeNumber}`);
const at = (officeNumber: string, clamd: string | null, ...args: string[]) =>
  musubi(args, { MUSUBI_HOME: homeOf(officeNumber), MUSUBI_CLAMD: clamd ?? '' });
const send = (clamd: string | null, name: string) =>
  at(MANAGER, clamd, 'send', '--to', `${NURSE}-13`, '--attach', join(folder, name));
const inbox = async () =>
  hub.context.database.query<{ delivery: string }>('select delivery from transmissions order by submitted_at');

describe('R38: an attachment in which clamd finds malware', () => {
  it('is not sent, and the finding is named; what is clean goes', async () => {
    const refused = await send(scanner.socket, '犬.png');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('添付「犬.png」から、ウイルス対策ソフトが「Musubi.Test');
    expect(refused.err).toContain('何も送っていません。');
    expect(await inbox()).toEqual([]);
    const sent = await send(scanner.socket, '猫.png');
    expect(sent.code, sent.err).toBe(0);
    expect(await inbox()).toHaveLength(1);
  });

  it('is not saved where it arrives, whatever its sender let pass; nothing is confirmed', async () => {
    const sent = await send(null, '犬.png');
    expect(sent.code, sent.err).toBe(0);
    const to = join(folder, 'received');
    const received = await at(NURSE, scanner.socket, 'receive', '--to', to);
    expect(received.code).toBe(1);
    expect(received.out).toContain('Musubi.Test');
    expect(received.out).toContain('保存していません。');
    const saved = existsSync(to) ? readdirSync(to, { recursive: true }).map(String) : [];
    expect(saved.some((name) => name.includes('犬'))).toBe(false);
    expect(saved.some((name) => name.endsWith('猫.png'))).toBe(true);
    expect((await inbox()).map(({ delivery }) => delivery)).toEqual(['handedOver', 'consigned']);
  });
});

describe('R38: a scanner that was asked for and cannot be asked', () => {
  it('lets nothing be sent and nothing be saved, and says so', async () => {
    const nowhere = join(folder, 'nobody.sock');
    const before = (await inbox()).length;
    const refused = await send(nowhere, '猫.png');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain(`ウイルス対策ソフト（MUSUBI_CLAMD=${nowhere}）に確かめられません`);
    expect(await inbox()).toHaveLength(before);
    const to = join(folder, 'unseen');
    const received = await at(NURSE, '127.0.0.1:1', 'receive', '--to', to);
    expect(received.code).toBe(1);
    expect(received.out).toContain('clamd が動いているかを確かめて');
    expect(existsSync(to)).toBe(false);
  });

  it('passes no file as clean over its size limit, nor when something else answers', async () => {
    await expect(clamdScan(scanner.socket)(new Uint8Array(2_000_000))).rejects.toBeInstanceOf(ScanFailure);
    const stranger = createServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nstream: OK'));
    await once(stranger.listen(0, '127.0.0.1'), 'listening');
    const address = stranger.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await expect(clamdScan(`127.0.0.1:${port}`)(CLEAN)).rejects.toBeInstanceOf(ScanFailure);
    stranger.close();
    expect(await clamdScan(scanner.socket)(CLEAN)).toBeNull();
  });
});
