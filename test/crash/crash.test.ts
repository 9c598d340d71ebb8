import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  ConnectionFailure,
  HubConnection,
  HubProblem,
  judgeTrust,
  officeTrust,
  receiptTrust,
  submitPacked,
} from '@musubi/client';
import { createNodeTransport } from '@musubi/client/node';
import {
  checkReceiptChain,
  fromBase64,
  type PackedTransmission,
  parseManifest,
  sha256Hex,
  unpackTransmission,
  verifyReceipt,
} from '@musubi/evidence';
import { startHub } from '@musubi/hub';
import { createClock, enrolOffice, signIn, type TestOffice, type TestPerson } from '@musubi/testkit';
import { packFor, packInputFor } from '@musubi/testkit/transmissions';
import { afterAll, beforeAll, expect, it } from 'vitest';

const SUBMISSIONS = 200;
const KILLS = 10;
const PARALLEL = 12;
/** The machine's: the hubs here are processes of their own. */
const clock = createClock();

let folder: string;
let care: TestOffice;
let visit: TestOffice;
let carer: TestPerson;
let visitor: TestPerson;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'musubi-crash-'));
  chmodSync(folder, 0o711);
  const hub = await startHub({ settings: { dataFolder: join(folder, 'hub'), port: 0, logLevel: 'silent' } });
  care = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'] });
  visit = await enrolOffice(hub, { officeNumber: '1375400014', serviceTypes: ['13'] });
  [carer, visitor] = [await signIn(hub, care), await signIn(hub, visit)];
  await hub.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface HubProcess {
  readonly url: string;
  readonly caPem: string;
  readonly child: ChildProcess;
}

async function startProcess(): Promise<HubProcess> {
  const script = fileURLToPath(new URL('./hub-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, join(folder, 'hub')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of child.stdout) return { child, ...JSON.parse(String(line)) };
  throw new Error('the hub process ended before it was ready');
}

/** Kills hub and database at once, as a power cut would. */
async function kill({ child }: HubProcess): Promise<void> {
  const exited = new Promise((done) => child.once('exit', done));
  const [postmaster] = readFileSync(join(folder, 'hub/pgdata/postmaster.pid'), 'utf8').split('\n');
  child.kill('SIGKILL');
  process.kill(Number(postmaster), 'SIGKILL');
  await exited;
}

const connect = ({ url, caPem }: HubProcess, person: TestPerson) =>
  new HubConnection(createNodeTransport(url, caPem), () => ({
    token: person.answer.token,
    terminal: `${person.terminal.id}.${person.terminal.secret}`,
  }));

it('keeps every acknowledged transmission whole and shows none by halves, through ten kills of hub and database', async () => {
  const packed: PackedTransmission[] = [];
  for (let at = 0; at < SUBMISSIONS; at++)
    packed.push(await packFor(care, visit, packInputFor('1377700001', '43', '1375400014', '13', clock.now())));
  const waiting = [...packed];
  const acknowledged = new Map<string, readonly string[]>();
  let hub = await startProcess();
  let restart: Promise<void> | null = null;
  let state = 4711;
  const random = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state % below;
  };
  // Each kill comes after a random number of acknowledgements: work is under way on all connections then.
  const killAt = Array.from({ length: KILLS }, () => 1 + random(SUBMISSIONS - 30)).sort((a, b) => a - b);
  let kills = 0;
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await restart;
      try {
        const { transmission, receipts } = await submitPacked(connect(hub, carer), next);
        acknowledged.set(
          transmission.id,
          receipts.map(({ id }) => id),
        );
        if (!restart && acknowledged.size >= (killAt[kills] ?? Number.POSITIVE_INFINITY)) {
          kills++;
          restart = kill(hub)
            .then(startProcess)
            .then((started) => {
              hub = started;
              restart = null;
            });
        }
      } catch (error) {
        const mayRepeat = error instanceof ConnectionFailure || (error instanceof HubProblem && error.isTransient);
        if (!mayRepeat) throw error;
        waiting.push(next);
      }
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  await restart;
  expect(kills).toBe(KILLS);
  expect(acknowledged.size).toBe(SUBMISSIONS);

  const inbox = connect(hub, visitor);
  const trust = await judgeTrust(await inbox.call('trust', {}), null);
  const [officeAnchors, receiptAnchors] = [await officeTrust(trust), await receiptTrust(trust)];
  const listed: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await inbox.call('listTransmissions', {
      query: { box: 'inbox', limit: 200, ...(cursor ? { cursor } : {}) },
    });
    listed.push(...page.items.map(({ id }) => id));
    cursor = page.next ?? undefined;
  } while (cursor);
  expect([...listed].sort()).toEqual([...acknowledged.keys()].sort());
  for (const [id, receiptIds] of acknowledged) {
    const params = { id };
    const list = await inbox.call('listReceipts', { params }); // reading the payload adds one (ContentRelease)
    const [signed, payload] = await Promise.all([
      inbox.call('getManifest', { params }),
      inbox.call('getPayload', { params }),
    ]);
    if (!(payload instanceof Uint8Array)) throw new TypeError('bytes expected');
    const bytes = fromBase64(signed.manifest);
    await unpackTransmission({ manifest: bytes, signature: fromBase64(signed.signature), payload }, [visit.identity], {
      trust: officeAnchors,
      at: clock.now(),
    });
    expect(list.receipts.map((one) => one.id)).toEqual(receiptIds);
    const receipts = await Promise.all(
      list.receipts.map(({ receipt, signature }) =>
        verifyReceipt({ receipt: fromBase64(receipt), signature: fromBase64(signature) }, receiptAnchors),
      ),
    );
    checkReceiptChain(receipts, parseManifest(bytes), await sha256Hex(bytes));
  }
  hub.child.kill('SIGKILL');
});
