import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
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
import { packFor, packInputFor, type SampleInput } from '@musubi/testkit/transmissions';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HubConnection } from '../hub/connection.js';
import { Directory } from '../hub/directory.js';
import { HubTrust } from '../hub/pins.js';
import { newId } from '../new-id.js';
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

const office = (through = throughLine) => ({
  hub: through,
  identities: [sender.identity],
  trust: new HubTrust(through, createFileStore(folder)),
  now: hub.clock.now,
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
    expect(states(await outbox.flush(office()))).toEqual(['waiting']);
    expect(await sentIds()).not.toContain(id);
    line.state = 'up';
    const anotherProcess = new Outbox(createFileStore(folder));
    expect(states(await anotherProcess.flush(office()))).toEqual(['accepted']);
    expect(await sentIds()).toContain(id);
    expect(await outbox.list()).toEqual([]);
  });

  it('sends exactly one transmission when the line breaks after the hub took it', async () => {
    const { id } = await queued();
    line.state = 'swallowsAnswers';
    const flushed = outbox.flush(office());
    await expect.poll(sentIds).toContain(id);
    line.cut();
    expect(states(await flushed)).toEqual(['waiting']);
    line.state = 'up';
    expect(states(await outbox.flush(office()))).toEqual(['accepted']);
    expect((await sentIds()).filter((one) => one === id)).toHaveLength(1);
  });

  it('keeps what the hub refuses for good, with the reason, and goes on with the rest', async () => {
    const input = packInputFor(SENDER, '43', RECIPIENT, '13', hub.clock.now());
    const notHandled = { ...input, recipient: { officeNumber: RECIPIENT, serviceType: '11' } };
    const packed = await packFor(sender, recipient, notHandled);
    await outbox.add(packed);
    const { id } = await queued();
    expect(states(await outbox.flush(office())).sort()).toEqual(['accepted', 'refused']);
    expect(await sentIds()).toContain(id);
    const [kept, ...others] = await outbox.list();
    expect(others).toEqual([]);
    expect(kept?.refusal?.code).toMatch(/^MSB-/);
    expect(states(await outbox.flush(office()))).toEqual([]);
  });

  it('two processes that send the same outbox at once make one transmission', async () => {
    const { id } = await queued();
    await Promise.all([outbox.flush(office()), new Outbox(createFileStore(folder)).flush(office())]);
    expect((await sentIds()).filter((one) => one === id)).toHaveLength(1);
    expect(await outbox.list()).toEqual([]);
  });

  const again = async (change: Partial<SampleInput> = {}) => {
    const input = { ...packInputFor(SENDER, '43', RECIPIENT, '13', hub.clock.now()), ...change };
    return outbox.add(await packFor(sender, recipient, input));
  };
  const unit = () => {
    const { id: _, createdAt: _at, ...rest } = packInputFor(SENDER, '43', RECIPIENT, '13', hub.clock.now());
    return rest;
  };

  it('the same unit packed again under another number is done, and is one transmission', async () => {
    const one = unit();
    const { id } = await again(one);
    await outbox.flush(office());
    await again(one);
    expect(await outbox.flush(office())).toMatchObject([{ state: 'repeated', earlier: { id } }]);
    expect(await outbox.list()).toEqual([]);
  });

  it('other content under the serial of what was sent is kept, says so, and goes as what replaces it', async () => {
    const one = unit();
    const { id } = await again(one);
    await outbox.flush(office());
    await again({ ...one, message: '書き足しました' });
    const [refused] = await outbox.flush(office());
    expect(refused).toMatchObject({ state: 'refused', refusal: { code: 'MSB-SUBMIT-REPEATED', earlier: id } });
    expect(await outbox.list()).toMatchObject([{ refusal: { title: expect.stringContaining('中身の違うものを') } }]);
    await again({ ...one, message: '書き足しました', supersedes: id });
    expect(await outbox.flush(office())).toMatchObject([
      { state: 'accepted', submission: { transmission: { supersedes: id } } },
    ]);
    expect(await outbox.list()).toEqual([]);
  });

  it('waits, and says whose clock is behind, while the hub lives half an hour ago', async () => {
    const now = hub.clock.now();
    const halfAnHour = 30 * 60_000;
    const early = { ...office(), now: () => new Date(now.getTime() + halfAnHour) };
    const createdAt = early.now();
    await again({ ...unit(), id: newId(createdAt), createdAt });
    const [outcome] = await outbox.flush(early);
    expect(outcome).toMatchObject({ state: 'waiting', reason: expect.stringContaining('30分遅れています') });
    expect(await outbox.list()).toMatchObject([{ refusal: null }]);
  });

  it('what waited for more than seven days is refused in so many words: the clocks agree', async () => {
    const createdAt = hub.clock.after(-8 * 86_400_000);
    await again({ ...unit(), id: newId(createdAt), createdAt });
    const [outcome] = await outbox.flush(office());
    expect(outcome).toMatchObject({ state: 'refused', refusal: { action: expect.stringContaining('7日を過ぎた') } });
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
    await drafts.add([draft]);
    line.state = 'down';
    expect(states(await drafts.packAll(senderThrough(throughLine)))).toEqual(['waiting']);
    expect(await drafts.list()).toEqual([{ ...draft, refusal: null }]);
    line.state = 'up';
    expect(states(await drafts.packAll(senderThrough(throughLine)))).toEqual(['packed']);
    expect((await outbox.list()).map(({ manifest }) => manifest.id)).toEqual([draft.id]);
    expect(await drafts.list()).toEqual([]);
  });

  it('of one act lie in one folder, which goes with the last of them', async () => {
    const drafts = new Drafts(createFileStore(folder), outbox);
    const three = [newDraft(), newDraft(), newDraft()];
    await drafts.add(three);
    expect(readdirSync(join(folder, 'drafts'))).toHaveLength(1);
    for (const { id } of three) await drafts.discard(id);
    expect(readdirSync(join(folder, 'drafts'))).toEqual([]);
  });

  it('of which a killed process had taken out the description leave nothing behind', async () => {
    const drafts = new Drafts(createFileStore(folder), outbox);
    await drafts.add([newDraft(), newDraft()]);
    const [run = ''] = readdirSync(join(folder, 'drafts'));
    const [one = ''] = readdirSync(join(folder, 'drafts', run));
    rmSync(join(folder, 'drafts', run, one, 'draft.json'));
    expect(await drafts.list()).toHaveLength(1);
    expect(states(await drafts.packAll(senderThrough(throughLine)))).toEqual(['packed']);
    expect(readdirSync(join(folder, 'drafts'))).toEqual([]);
  });

  it('that lay alone before acts had folders still go', async () => {
    const drafts = new Drafts(createFileStore(folder), outbox);
    const draft = newDraft();
    await drafts.add([draft]);
    const [run = ''] = readdirSync(join(folder, 'drafts'));
    renameSync(join(folder, 'drafts', run, draft.id), join(folder, 'drafts', draft.id));
    expect(await drafts.list()).toMatchObject([{ id: draft.id }]);
    expect(states(await drafts.packAll(senderThrough(throughLine)))).toEqual(['packed']);
    expect(await drafts.list()).toEqual([]);
  });

  it('of which a part is gone are not sent without it', async () => {
    const drafts = new Drafts(createFileStore(folder), outbox);
    const attachments = [{ name: 'a.pdf', mediaType: 'application/pdf', bytes: new Uint8Array([37]) }];
    const draft = { ...newDraft(), letter: { message: null, attachments } };
    await drafts.add([draft]);
    const [run = ''] = readdirSync(join(folder, 'drafts'));
    rmSync(join(folder, 'drafts', run, draft.id, 'attachment-0'));
    expect(await drafts.packAll(senderThrough(throughLine))).toEqual([]);
    expect(await drafts.list()).toMatchObject([{ refusal: expect.stringContaining('失われています') }]);
  });

  it('that can not be sent stay with the reason until a person takes them out', async () => {
    const drafts = new Drafts(createFileStore(folder), outbox);
    const draft = { ...newDraft(), recipient: { officeNumber: '9999999999', serviceType: '13' } };
    await drafts.add([draft]);
    expect(states(await drafts.packAll(senderThrough(throughLine)))).toEqual(['refused']);
    expect(await drafts.packAll(senderThrough(throughLine))).toEqual([]);
    expect(await drafts.list()).toEqual([{ ...draft, refusal: expect.stringContaining('登録されていません') }]);
    await drafts.discard(draft.id);
    expect(await drafts.list()).toEqual([]);
  });

  it('that a killed process packed but did not put away are not packed again', async () => {
    const drafts = new Drafts(createFileStore(folder), outbox);
    const draft = newDraft();
    await drafts.add([draft]);
    await drafts.packAll(senderThrough(throughLine));
    const before = await outbox.list();
    await drafts.add([draft]);
    await drafts.packAll(senderThrough(throughLine));
    expect(await outbox.list()).toEqual(before);
    expect(await drafts.list()).toEqual([]);
  });
});
