import { watchEvents } from '@musubi/client';
import type { DraftData } from '@musubi/contract';
import {
  enrolOffice,
  signIn,
  signInAt,
  startTestHub,
  type TestHub,
  type TestOffice,
  type TestPerson,
} from '@musubi/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dropStaleDrafts } from './index.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const MAX_BYTES = 100_000;

let hub: TestHub;
let care: TestOffice;
/** Two terminals of one office, and a person of another. */
let desk: TestPerson;
let tablet: TestPerson;
let stranger: TestPerson;

beforeAll(async () => {
  hub = await startTestHub({ maxTransmissionBytes: MAX_BYTES });
  care = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'] });
  const visit = await enrolOffice(hub, { officeNumber: '1375400014', serviceTypes: ['13'] });
  desk = await signIn(hub, care, 'staff', '机 花子');
  tablet = await signIn(hub, care, 'administrator', '板 太郎');
  stranger = await signIn(hub, visit, 'staff', '外 次郎');
});
afterAll(() => hub.close());

const bytes = (text: string) => new TextEncoder().encode(text);
const head = (text: string) => Buffer.from(text).toString('base64');
const put = (person: TestPerson, id: string, partId: string, text: string) =>
  person.hub.call('putDraftPart', { params: { id, partId }, body: bytes(text) });
const save = (person: TestPerson, id: string, basedOn: number, text: string, partIds: string[] = []) =>
  person.hub.call('saveDraft', { params: { id }, body: { basedOn, head: head(text), partIds } });
const get = (person: TestPerson, id: string) => person.hub.call('getDraft', { params: { id } });
const edit = (person: TestPerson, id: string, editing: boolean) =>
  person.hub.call('editDraft', { params: { id }, body: { editing } });
const part = (person: TestPerson, id: string, partId: string) =>
  person.hub.call('getDraftPart', { params: { id, partId } });

async function newDraft(text = '見出し'): Promise<{ id: string; partId: string; draft: DraftData }> {
  const [id, partId] = [crypto.randomUUID(), crypto.randomUUID()];
  await put(desk, id, partId, `${text}の中身`);
  return { id, partId, draft: await save(desk, id, 0, text, [partId]) };
}

async function later<T>(ms: number, act: () => Promise<T>): Promise<T> {
  hub.clock.stopIn(ms);
  try {
    return await act();
  } finally {
    hub.clock.run();
  }
}

describe('a draft', () => {
  it('is the same on both terminals of its office and unknown to another', async () => {
    const { id, partId, draft } = await newDraft();
    expect(draft).toMatchObject({ version: 1, updatedBy: '机 花子', editing: null, partIds: [partId] });
    expect(await get(tablet, id)).toEqual(draft);
    expect(await part(tablet, id, partId)).toEqual(bytes('見出しの中身'));
    expect((await tablet.hub.call('listDrafts', { query: {} })).drafts).toContainEqual(draft);
    for (const act of [
      () => get(stranger, id),
      () => part(stranger, id, partId),
      () => edit(stranger, id, true),
      () => stranger.hub.call('deleteDraft', { params: { id } }),
    ])
      await expect(act()).rejects.toMatchObject({ code: 'MSB-NOT-FOUND' });
    expect((await stranger.hub.call('listDrafts', { query: {} })).drafts).toEqual([]);
  });

  it('of one id in two offices is two drafts that never meet', async () => {
    const { id, partId } = await newDraft();
    await put(stranger, id, partId, '別のもの');
    await save(stranger, id, 0, '別', [partId]);
    expect((await get(desk, id)).head).toBe(head('見出し'));
    expect(await part(desk, id, partId)).toEqual(bytes('見出しの中身'));
    await stranger.hub.call('deleteDraft', { params: { id } });
    expect((await get(desk, id)).version).toBe(1);
    expect(await part(desk, id, partId)).toEqual(bytes('見出しの中身'));
  });

  it('changed meanwhile is not overwritten; the same save again is no conflict', async () => {
    const { id, partId } = await newDraft();
    const second = await save(tablet, id, 1, '板が直した', [partId]);
    expect(second).toMatchObject({ version: 2, updatedBy: '板 太郎' });
    await expect(save(desk, id, 1, '机も直した', [partId])).rejects.toMatchObject({ code: 'MSB-DRAFT-CHANGED' });
    await expect(save(desk, id, 0, '机も直した', [partId])).rejects.toMatchObject({ code: 'MSB-DRAFT-CHANGED' });
    await expect(save(desk, crypto.randomUUID(), 3, '消えたもの')).rejects.toMatchObject({ code: 'MSB-DRAFT-CHANGED' });
    expect(await save(tablet, id, 1, '板が直した', [partId])).toEqual(second);
    expect(await get(desk, id)).toEqual(second);
  });

  it('saved by two at once keeps one of them', async () => {
    const { id } = await newDraft();
    const outcomes = await Promise.allSettled([save(desk, id, 1, '机'), save(tablet, id, 1, '板')]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await get(desk, id)).version).toBe(2);
  });

  it('names only parts that are there, and lets go of those it no longer names', async () => {
    const { id, partId } = await newDraft();
    const [other, never] = [crypto.randomUUID(), crypto.randomUUID()];
    await expect(save(desk, id, 1, '新', [never])).rejects.toMatchObject({ code: 'MSB-DRAFT-PART-MISSING' });
    expect(await part(desk, id, partId)).toEqual(bytes('見出しの中身'));
    await put(desk, id, other, '新しい中身');
    await save(desk, id, 1, '新', [other]);
    await expect(part(desk, id, partId)).rejects.toMatchObject({ code: 'MSB-NOT-FOUND' });
    await desk.hub.call('deleteDraft', { params: { id } });
    await expect(get(desk, id)).rejects.toMatchObject({ code: 'MSB-NOT-FOUND' });
    await expect(part(desk, id, other)).rejects.toMatchObject({ code: 'MSB-NOT-FOUND' });
  });

  it('has parts that never change', async () => {
    const { id, partId } = await newDraft();
    await put(desk, id, partId, '見出しの中身');
    await expect(put(tablet, id, partId, 'すりかえ')).rejects.toMatchObject({ code: 'MSB-DRAFT-CHANGED' });
    expect(await part(desk, id, partId)).toEqual(bytes('見出しの中身'));
  });

  it('refuses a part over the limit, saying which', async () => {
    const params = { id: crypto.randomUUID(), partId: crypto.randomUUID() };
    const limit = MAX_BYTES + 65_536;
    await desk.hub.call('putDraftPart', { params, body: new Uint8Array(limit) });
    const tooLarge = desk.hub.call('putDraftPart', {
      params: { ...params, partId: crypto.randomUUID() },
      body: new Uint8Array(limit + 1),
    });
    await expect(tooLarge).rejects.toMatchObject({ code: 'MSB-SUBMIT-TOO-LARGE' });
  });

  it('M12: lists are paged, fifty heads at most, and the pages are the whole', async () => {
    const own = await signIn(hub, await enrolOffice(hub, { officeNumber: '1374500077', serviceTypes: ['43'] }));
    const ids = Array.from({ length: 120 }, () => crypto.randomUUID());
    for (const id of ids)
      await own.hub.call('saveDraft', { params: { id }, body: { basedOn: 0, head: 'AAAA', partIds: [] } });
    const seen: string[] = [];
    const sizes: number[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await own.hub.call('listDrafts', { query: { cursor } });
      seen.push(...page.drafts.map(({ id }) => id));
      sizes.push(page.drafts.length);
      cursor = page.next;
    }
    expect(sizes).toEqual([50, 50, 20]);
    expect(seen.sort()).toEqual([...ids].sort());
    await expect(own.hub.call('listDrafts', { query: { limit: 51 } })).rejects.toMatchObject({
      code: 'MSB-REQUEST-INVALID',
    });
  });

  it('is one of at most 500, and an office keeps at most 2 GB', async () => {
    const full = await enrolOffice(hub, { officeNumber: '1379900001', serviceTypes: ['43'] });
    const person = await signIn(hub, full, 'staff');
    const { database } = hub.context;
    await database.query(
      `insert into drafts (office_number, draft_id, version, head, part_ids, updated_at, updated_by)
       select $1, gen_random_uuid(), 1, 'x', '{}', now(), (select account_id from accounts where user_id = $2) from generate_series(1, 499)`,
      [full.officeNumber, person.userId],
    );
    const last = crypto.randomUUID();
    await save(person, last, 0, '500番目');
    await expect(save(person, crypto.randomUUID(), 0, '501番目')).rejects.toMatchObject({ code: 'MSB-DRAFT-TOO-MANY' });
    await save(person, last, 1, '直すのはよい');
    await database.query("insert into draft_parts values ($1, $2, gen_random_uuid(), $3, now(), 'x')", [
      full.officeNumber,
      last,
      2 * 1024 ** 3 - 3,
    ]);
    await put(person, last, crypto.randomUUID(), 'abc');
    await expect(put(person, last, crypto.randomUUID(), 'd')).rejects.toMatchObject({ code: 'MSB-DRAFT-TOO-MANY' });
  });
});

describe('who is editing', () => {
  it('is shown to everybody until they close it, leave for a minute, or never came', async () => {
    const { id } = await newDraft();
    const opened = await edit(desk, id, true);
    expect(opened.editing).toMatchObject({
      displayName: '机 花子',
      terminalId: desk.terminal.id,
      terminalName: '事務所PC',
    });
    expect((await get(tablet, id)).editing).toEqual(opened.editing);
    expect((await later(50_000, () => edit(desk, id, true))).editing).toEqual(opened.editing);
    expect((await later(109_000, () => get(tablet, id))).editing).toEqual(opened.editing);
    expect((await later(111_000, () => get(tablet, id))).editing).toBeNull();
    expect((await edit(desk, id, false)).editing).toBeNull();
    expect((await get(tablet, id)).editing).toBeNull();
  });

  it('stays the first one: others neither take it nor close it, and may after it lapsed', async () => {
    const { id } = await newDraft();
    await edit(desk, id, true);
    expect((await edit(tablet, id, true)).editing?.displayName).toBe('机 花子');
    expect((await edit(tablet, id, false)).editing?.displayName).toBe('机 花子');
    const saved = await save(tablet, id, 1, '板が保存');
    expect(saved.editing?.displayName).toBe('机 花子');
    expect((await later(61_000, () => edit(tablet, id, true))).editing?.displayName).toBe('板 太郎');
  });
});

describe('terminals of the office', () => {
  it('hear of changes and of who opens and closes, not of every heartbeat; others hear nothing', async () => {
    const { id } = await newDraft();
    const third = await signInAt(hub, care, {
      ...desk,
      terminal: { id: crypto.randomUUID(), name: '別室', secret: null },
    });
    const [heard, foreign]: [(string | null)[], (string | null)[]] = [[], []];
    const abort = new AbortController();
    const watching = [
      watchEvents(third.hub, ({ name, draftId }) => name === 'draft.changed' && heard.push(draftId), abort.signal, '0'),
      watchEvents(stranger.hub, ({ draftId }) => foreign.push(draftId), abort.signal, '0'),
    ];
    const count = () => heard.filter((one) => one === id).length;
    await expect.poll(count).toBe(1);
    await edit(desk, id, true);
    await edit(desk, id, true);
    await edit(tablet, id, true);
    await edit(desk, id, false);
    await save(tablet, id, 1, '直した');
    await tablet.hub.call('deleteDraft', { params: { id } });
    await expect.poll(count).toBe(5);
    abort.abort();
    await Promise.all(watching);
    expect(foreign).not.toContain(id);
  });
});

describe('old drafts', () => {
  it('go after half a year, and parts nobody named after a day', async () => {
    const { id, partId } = await newDraft();
    const orphan = crypto.randomUUID();
    await put(desk, id, orphan, '名のない中身');
    await later(0.9 * DAY_MS, () => dropStaleDrafts(hub.context));
    expect(await part(desk, id, orphan)).toEqual(bytes('名のない中身'));
    await later(1.1 * DAY_MS, () => dropStaleDrafts(hub.context));
    await expect(part(desk, id, orphan)).rejects.toMatchObject({ code: 'MSB-NOT-FOUND' });
    await later(179 * DAY_MS, () => dropStaleDrafts(hub.context));
    expect(await part(desk, id, partId)).toEqual(bytes('見出しの中身'));
    await later(181 * DAY_MS, () => dropStaleDrafts(hub.context));
    await expect(get(desk, id)).rejects.toMatchObject({ code: 'MSB-NOT-FOUND' });
    await expect(part(desk, id, partId)).rejects.toMatchObject({ code: 'MSB-NOT-FOUND' });
  });
});

it('every change of a draft is in the audit log', async () => {
  const { id } = await newDraft();
  await edit(desk, id, true);
  await edit(desk, id, false);
  await desk.hub.call('deleteDraft', { params: { id } });
  const rows = await hub.context.database.query<{ action: string }>(
    'select action from audit_log where subject_id = $1 order by audit_id',
    [id],
  );
  expect(rows.map(({ action }) => action)).toEqual([
    'draft.part-put',
    'draft.saved',
    'draft.opened',
    'draft.closed',
    'draft.deleted',
  ]);
});
