import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  enrolOffice,
  Line,
  signIn,
  startTestHub,
  type TestHub,
  type TestOffice,
  type TestPerson,
} from '@musubi/testkit';
import { packFor, packInputFor } from '@musubi/testkit/transmissions';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HubConnection } from '../hub/connection.js';
import { Directory } from '../hub/directory.js';
import { HubTrust } from '../hub/pins.js';
import { createFileStore } from '../node/file-store.js';
import { createNodeTransport } from '../node/transport.js';
import { listAll } from '../receive/receive.js';
import { Drafts } from './drafts.js';
import { Outbox } from './outbox.js';

const SENDER = '1377700001';
const RECIPIENT = '1375400014';

let hub: TestHub;
let sender: TestOffice;
let recipient: TestOffice;
let person: TestPerson;
let line: Line;
let throughLine: HubConnection;
let folder: string;
let outbox: Outbox;

beforeAll(async () => {
  hub = await startTestHub();
  sender = await enrolOffice(hub, { officeNumber: SENDER, serviceTypes: ['43'] });
  recipient = await enrolOffice(hub, { officeNumber: RECIPIENT, serviceTypes: ['13'] });
  person = await signIn(hub, sender);
});
afterAll(() => hub.close());

beforeEach(async () => {
  line = new Line(Number(new URL(hub.url).port));
  const url = `https://localhost:${await line.listen()}`;
  throughLine = new HubConnection(createNodeTransport(url, hub.caPem), () => ({
    token: person.answer.token,
    terminal: `${person.terminal.id}.${person.terminal.secret}`,
  }));
  folder = mkdtempSync(join(tmpdir(), 'musubi-outbox-'));
  outbox = new Outbox(createFileStore(folder));
});
afterEach(async () => {
  await line.close();
  rmSync(folder, { recursive: true, force: true });
});

async function queued() {
  const packed = await packFor(sender, recipient, packInputFor(SENDER, '43', RECIPIENT, '13', hub.clock.now()));
  return outbox.add(packed);
}

async function sentIds(): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of listAll(person.hub, { box: 'sent' })) ids.push(id);
  return ids;
}

const states = (outcomes: readonly { state: string }[]) => outcomes.map(({ state }) => state);

describe('the outbox', () => {
  it('keeps a transmission while the hub is out of reach, and sends it afterwards', async () => {
    const { id } = await queued();
    line.state = 'down';
    expect(states(await outbox.flush(throughLine))).toEqual(['waiting']);
    expect(await sentIds()).not.toContain(id);
    line.state = 'up';
    const anotherProcess = new Outbox(createFileStore(folder));
    expect(states(await anotherProcess.flush(throughLine))).toEqual(['accepted']);
    expect(await sentIds()).toContain(id);
    expect(await outbox.list()).toEqual([]);
  });

  it('sends exactly one transmission when the line breaks after the hub took it', async () => {
    const { id } = await queued();
    line.state = 'swallowsAnswers';
    const flushed = outbox.flush(throughLine);
    await expect.poll(sentIds).toContain(id);
    line.cut();
    expect(states(await flushed)).toEqual(['waiting']);
    line.state = 'up';
    expect(states(await outbox.flush(throughLine))).toEqual(['accepted']);
    expect((await sentIds()).filter((one) => one === id)).toHaveLength(1);
  });

  it('keeps what the hub refuses for good, with the reason, and goes on with the rest', async () => {
    const input = packInputFor(SENDER, '43', RECIPIENT, '13', hub.clock.now());
    const notHandled = { ...input, recipient: { officeNumber: RECIPIENT, serviceType: '11' } };
    const packed = await packFor(sender, recipient, notHandled);
    await outbox.add(packed);
    const { id } = await queued();
    expect(states(await outbox.flush(throughLine)).sort()).toEqual(['accepted', 'refused']);
    expect(await sentIds()).toContain(id);
    const [kept, ...others] = await outbox.list();
    expect(others).toEqual([]);
    expect(kept?.refusal?.code).toMatch(/^MSB-/);
    expect(states(await outbox.flush(throughLine))).toEqual([]);
  });

  it('two processes that send the same outbox at once make one transmission', async () => {
    const { id } = await queued();
    await Promise.all([outbox.flush(throughLine), new Outbox(createFileStore(folder)).flush(throughLine)]);
    expect((await sentIds()).filter((one) => one === id)).toHaveLength(1);
    expect(await outbox.list()).toEqual([]);
  });

  it('does not take an unfinished folder of a killed process for a transmission', async () => {
    await queued();
    const [id] = readdirSync(join(folder, 'outbox'));
    const store = createFileStore(folder);
    const half = new Map([
      ['manifest.json', new Uint8Array(readFileSync(join(folder, 'outbox', id ?? '', 'manifest.json')))],
    ]);
    await store.writeFolder('outbox/.killed.tmp', half);
    expect(await outbox.list()).toHaveLength(1);
  });
});

describe('drafts', () => {
  const draftOf = (id: string) => ({
    id,
    recipient: { officeNumber: RECIPIENT, serviceType: '13' },
    files: [],
    letter: { message: 'お世話になります', supersedes: null, attachments: [] },
  });
  const senderThrough = (connection: HubConnection) => async () => ({
    directory: new Directory(connection, new HubTrust(connection, createFileStore(folder))),
    identity: sender.identity,
    session: await connection.call('currentSession', {}),
    now: hub.clock.now,
  });
  const newDraft = () => draftOf(packInputFor(SENDER, '43', RECIPIENT, '13', hub.clock.now()).id);

  it('wait while the hub is out of reach and are packed under the same id afterwards', async () => {
    const drafts = new Drafts(createFileStore(folder), outbox);
    const draft = newDraft();
    await drafts.add(draft);
    line.state = 'down';
    expect(states(await drafts.packAll(senderThrough(throughLine)))).toEqual(['waiting']);
    expect(await drafts.list()).toEqual([{ ...draft, refusal: null }]);
    line.state = 'up';
    expect(states(await drafts.packAll(senderThrough(throughLine)))).toEqual(['packed']);
    expect((await outbox.list()).map(({ manifest }) => manifest.id)).toEqual([draft.id]);
    expect(await drafts.list()).toEqual([]);
  });

  it('that can not be sent stay with the reason until a person takes them out', async () => {
    const drafts = new Drafts(createFileStore(folder), outbox);
    const draft = { ...newDraft(), recipient: { officeNumber: '9999999999', serviceType: '13' } };
    await drafts.add(draft);
    expect(states(await drafts.packAll(senderThrough(throughLine)))).toEqual(['refused']);
    expect(await drafts.packAll(senderThrough(throughLine))).toEqual([]);
    expect(await drafts.list()).toEqual([{ ...draft, refusal: expect.stringContaining('登録されていません') }]);
    await drafts.discard(draft.id);
    expect(await drafts.list()).toEqual([]);
  });

  it('that a killed process packed but did not put away are not packed again', async () => {
    const drafts = new Drafts(createFileStore(folder), outbox);
    const draft = newDraft();
    await drafts.add(draft);
    await drafts.packAll(senderThrough(throughLine));
    const before = await outbox.list();
    await drafts.add(draft);
    await drafts.packAll(senderThrough(throughLine));
    expect(await outbox.list()).toEqual(before);
    expect(await drafts.list()).toEqual([]);
  });
});
