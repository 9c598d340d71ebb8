import { watchEvents } from '@musubi/client';
import type { NoticeAudience } from '@musubi/contract';
import { anonymous, enrolOffice, signIn, startTestHub, type TestHub, type TestPerson } from '@musubi/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { announceDue } from './store.js';

let hub: TestHub;
let operator: TestPerson;
let carer: TestPerson;
let visitor: TestPerson;

beforeAll(async () => {
  hub = await startTestHub();
  const own = await enrolOffice(hub, { officeNumber: '1300000000', serviceTypes: ['43'] });
  const care = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'] });
  const visit = await enrolOffice(hub, { officeNumber: '1375400014', serviceTypes: ['13'] });
  operator = await signIn(hub, own, 'operator');
  carer = await signIn(hub, care, 'staff');
  visitor = await signIn(hub, visit, 'reader');
});
afterAll(() => hub.close());

const publish = (title: string, important = false) =>
  operator.hub.call('operatorAddNotice', { body: { title, body: '11月30日の夜に止まります。', important } });
const titles = async () => (await carer.hub.call('listNotices', {})).notices.map(({ title }) => title);

describe('notices', () => {
  it('reach every office, newest first, until they are taken back', async () => {
    const first = await publish('一つ目');
    const second = await publish('二つ目', true);
    expect(second).toMatchObject({ title: '二つ目', important: true });
    expect((await visitor.hub.call('listNotices', {})).notices).toEqual(
      [second, first].map(({ audience: _, until: __, ...notice }) => notice),
    );
    await operator.hub.call('operatorRemoveNotice', { params: { id: first.id } });
    expect(await titles()).toEqual(['二つ目']);
    await expect(operator.hub.call('operatorRemoveNotice', { params: { id: first.id } })).rejects.toMatchObject({
      code: 'MSB-NOT-FOUND',
    });
  });

  it('are heard by everybody who listens, and by those who missed them', async () => {
    const heard: string[][] = [[], []];
    const abort = new AbortController();
    const watching = [carer, visitor].map((person, at) =>
      watchEvents(
        person.hub,
        ({ name, transmissionId, draftId }) => {
          if (name === 'notice.published') heard[at]?.push([name, transmissionId, draftId].join());
        },
        abort.signal,
        '0',
      ),
    );
    // An event is a hint and may be told twice (events/index.ts): as often as published, or more.
    const counts = () => heard.map((list) => list.length);
    await expect.poll(() => Math.min(...counts())).toBeGreaterThanOrEqual(2);
    const before = counts();
    await publish('三つ目');
    await expect.poll(() => counts().every((count, at) => count > (before[at] ?? 0))).toBe(true);
    abort.abort();
    await Promise.all(watching);
    expect(new Set(heard.flat())).toEqual(new Set(['notice.published,,']));
  });

  it('reach their audience only', async () => {
    const audiences: Record<string, NoticeAudience> = {
      だれでも: { kind: 'everyone' },
      ログイン中: { kind: 'signedIn' },
      東京: { kind: 'prefecture', codes: ['13'] },
      大阪: { kind: 'prefecture', codes: ['27'] },
      訪問看護: { kind: 'serviceType', codes: ['13', '63'] },
    };
    for (const [title, audience] of Object.entries(audiences))
      await operator.hub.call('operatorAddNotice', { body: { title, body: '本文', important: false, audience } });
    const read = async (notices: Promise<{ notices: { title: string }[] }>) =>
      (await notices).notices.map(({ title }) => title).filter((title) => title in audiences);
    expect(await read(anonymous(hub).call('listPublicNotices', {}))).toEqual(['だれでも']);
    expect(await read(carer.hub.call('listNotices', {}))).toEqual(['東京', 'ログイン中', 'だれでも']);
    expect(await read(visitor.hub.call('listNotices', {}))).toEqual(['訪問看護', '東京', 'ログイン中', 'だれでも']);
    const wrong: NoticeAudience = { kind: 'prefecture', codes: ['48'] };
    await expect(
      operator.hub.call('operatorAddNotice', { body: { title: 'う', body: 'う', important: false, audience: wrong } }),
    ).rejects.toMatchObject({ code: 'MSB-REQUEST-INVALID' });
  });

  it('appear at their time, are announced then, and go', async () => {
    const start = hub.clock.now().getTime();
    const at = (step: number) => new Date(start + step * 5 * 60_000);
    hub.clock.stopAt(at(1));
    const schedule = { from: at(2).toISOString(), until: at(4).toISOString() };
    const body = {
      title: '予約',
      body: '本文',
      important: false,
      audience: { kind: 'everyone' } as const,
      ...schedule,
    };
    const { id } = await operator.hub.call('operatorAddNotice', { body });
    const isPublic = async () =>
      (await anonymous(hub).call('listPublicNotices', {})).notices.some(({ title }) => title.startsWith('予約'));
    const announcements = async () => {
      await hub.context.database.transaction((queries) => announceDue(queries, hub.context.now()));
      const [row] = await hub.context.database.query<{ count: number }>(
        "select count(*) as count from events where name = 'notice.published'",
      );
      return row?.count ?? 0;
    };
    const before = await announcements();
    expect(await isPublic()).toBe(false);
    expect((await operator.hub.call('operatorListNotices', {})).notices.some((one) => one.id === id)).toBe(true);
    hub.clock.stopAt(at(3));
    expect(await isPublic()).toBe(true);
    const after = await announcements();
    expect(after).toBeGreaterThan(before);
    expect(await announcements()).toBe(after);
    await operator.hub.call('operatorChangeNotice', { params: { id }, body: { ...body, title: '予約を直した' } });
    expect(await announcements()).toBe(after);
    hub.clock.stopAt(at(4));
    expect(await isPublic()).toBe(false);
    await expect(
      operator.hub.call('operatorAddNotice', { body: { ...body, until: at(1).toISOString() } }),
    ).rejects.toMatchObject({ code: 'MSB-REQUEST-INVALID' });
    hub.clock.run();
  });

  it('are published by operators alone, and who did is on record', async () => {
    const body = { title: 'うそ', body: 'うそ', important: true };
    await expect(carer.hub.call('operatorAddNotice', { body })).rejects.toMatchObject({ code: 'MSB-AUTH-FORBIDDEN' });
    const rows = await hub.context.database.query<{ actor: string; action: string }>(
      "select distinct actor, action from audit_log where action like 'notice.%' and actor = $1 order by action",
      [operator.userId],
    );
    expect(rows).toEqual([
      { actor: operator.userId, action: 'notice.changed' },
      { actor: operator.userId, action: 'notice.published' },
      { actor: operator.userId, action: 'notice.removed' },
    ]);
  });
});
