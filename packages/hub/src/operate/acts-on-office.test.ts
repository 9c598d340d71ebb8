import { createCertificateRequest, generateKeyPair } from '@musubi/evidence';
import {
  anonymous,
  confirmedBy,
  enrolOffice,
  signIn,
  signInAt,
  type TestHub,
  type TestOffice,
  type TestPerson,
} from '@musubi/testkit';
import { startPeople, tokenIn } from '@musubi/testkit/people';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addAccount } from '../index.js';
import { sendAccountMails } from '../notifications/index.js';

const NUMBER = '1377700001';
const ADDRESS = 'kanri@office.example.jp';
const reason = '管理者から電話で頼まれたため';
const post = ({ context }: TestHub) => sendAccountMails(context, () => 'https://musubi.example.jp');
const people = await startPeople(NUMBER, post);
const { hub, office, admin, mailbox, mailTo, withTerminal } = people;
let desk: TestOffice;
let asking: TestPerson;
let second: TestPerson;

beforeAll(async () => {
  desk = await enrolOffice(hub, { officeNumber: '9999900001', serviceTypes: ['43'], name: '連携基盤' });
  asking = await signIn(hub, desk, 'operator', '運営 一郎');
  second = await signIn(hub, desk, 'operator', '運営 二郎');
});
beforeEach(async () => {
  await people.reset();
  const { address } = await admin.hub.call('getMailSettings', {});
  if (address === null) await people.confirmAddress(admin, ADDRESS);
});
afterAll(people.close);

const params = { officeNumber: NUMBER };
const newRequest = async () => ({
  requestPem: await createCertificateRequest(await generateKeyPair('p-256')),
  profile: 'dx' as const,
});
const addCertificate = async (by: TestPerson) =>
  by.hub.call('operatorAddCertificate', { params, body: { ...(await newRequest()), reason } });
const addPerson = (by: TestPerson, officeNumber = NUMBER) =>
  by.hub.call('operatorAddPerson', {
    params: { officeNumber },
    body: { displayName: '偽の 職員', role: 'administrator', reason },
  });
const resetPassword = (by: TestPerson, { userId: personId }: TestPerson) =>
  by.hub.call('operatorResetPassword', { params: { ...params, personId }, body: { reason } });
const actOn = (by: TestPerson, { userId }: TestPerson, action: 'enable' | 'reset-second-factor' | 'disable') =>
  by.hub.call('operatorActOnPerson', { params: { userId }, body: { action, reason } });
const merge = async (by: TestPerson, successor: string) =>
  by.hub.call('operatorMergeOffice', {
    params,
    body: { reason, successor, fetchUntil: hub.clock.after(60_000).toISOString() },
  });
const waiting = async () => (await second.hub.call('operatorListActs', {})).acts;
const decide = (by: TestPerson, actId: string, confirmed = true) =>
  by.hub.call('operatorDecideAct', { params: { actId }, body: { confirmed } });
const told = async () => (await admin.hub.call('listActsOnOffice', {})).acts;
/** The office's state, as far as an act could change it. */
const stateOf = () =>
  hub.context.database.query(
    `select user_id as id, password_hash || disabled || one_time_confirmed as state from accounts where office_number = $1
      union all select fingerprint, coalesce(revoked_at::text, '') from certificates where office_number = $1
      union all select office_number, coalesce(successor, '') from offices where office_number = $1 order by 1`,
    [NUMBER],
  );

describe('C1: one operator alone does nothing to an office that is at work', () => {
  it('every act waits, shows nothing, changes nothing, and neither who asked nor a stranger confirms it', async () => {
    const clerk = await signIn(hub, office, 'staff');
    const heir = await enrolOffice(hub, { officeNumber: '1377700002', serviceTypes: ['43'] });
    const before = await stateOf();
    expect(await addCertificate(asking)).toEqual({ certificate: null, waitsForSecond: true });
    expect(await addPerson(asking)).toEqual({
      person: null,
      initialPassword: null,
      passwordExpiresAt: null,
      waitsForSecond: true,
    });
    expect(await resetPassword(asking, clerk)).toMatchObject({ initialPassword: null, waitsForSecond: true });
    expect(await actOn(asking, clerk, 'reset-second-factor')).toMatchObject({ waitsForSecond: true });
    expect(await actOn(asking, clerk, 'enable')).toMatchObject({ waitsForSecond: true });
    expect(await merge(asking, heir.officeNumber)).toMatchObject({ waitsForSecond: true, closedAt: null });
    expect(await stateOf()).toEqual(before);
    const acts = await waiting();
    expect(acts.map(({ kind }) => kind).sort()).toEqual(
      ['add-certificate', 'add-person', 'enable', 'merge-office', 'reset-password', 'reset-second-factor'].sort(),
    );
    for (const { id } of acts) {
      await expect(decide(asking, id)).rejects.toMatchObject({ code: 'MSB-OPERATOR-SECOND' });
      await expect(decide(admin, id)).rejects.toMatchObject({ status: 403 });
      await decide(asking, id, false);
    }
    expect(await stateOf()).toEqual(before);
    expect(await waiting()).toEqual([]);
  });

  it('without a reason nothing is asked for, and the operator reads why', async () => {
    const body = { displayName: '偽の 職員', role: 'staff' } as const;
    await expect(asking.hub.call('operatorAddPerson', { params, body })).rejects.toMatchObject({
      code: 'MSB-OPERATOR-REASON',
    });
    expect(await waiting()).toEqual([]);
  });

  it('stopping a person never waits: it lets nobody in', async () => {
    const lost = await signIn(hub, office, 'staff');
    expect(await actOn(asking, lost, 'disable')).toMatchObject({ waitsForSecond: false, disabled: true });
    await actOn(asking, lost, 'enable');
    await confirmedBy(second);
    await signInAt(hub, office, lost);
  });

  it('the second operator hands the first password out, who asked never sees it, and both are on record', async () => {
    await addPerson(asking);
    const [made] = await confirmedBy(second);
    expect(made).toMatchObject({ mailed: false, userId: expect.any(String), initialPassword: expect.any(String) });
    expect((await withTerminal(made?.userId ?? '', made?.initialPassword ?? '')).session.mustChangePassword).toBe(true);
    const { items } = await second.hub.call('operatorListAudit', { query: { officeNumber: NUMBER, limit: 100 } });
    expect(items).toContainEqual(
      expect.objectContaining({
        action: 'account.operator-first-password',
        actor: second.userId,
        subjectId: made?.userId,
      }),
    );
    expect(items).toContainEqual(expect.objectContaining({ action: 'operator.act-asked', actor: asking.userId }));
    expect(JSON.stringify(await hub.context.database.query('select * from operator_acts'))).not.toContain(
      made?.initialPassword,
    );
  });

  it('whoever has a confirmed address gets a link instead: no operator ever holds the password', async () => {
    const person = await people.withMail('shain@office.example.jp');
    await resetPassword(asking, person);
    expect(await confirmedBy(second)).toEqual([
      { userId: person.userId, mailed: true, initialPassword: null, passwordExpiresAt: null },
    ]);
    const mail = await mailTo('shain@office.example.jp');
    expect(mail.text).toContain('連携基盤の運営者が、あなたのパスワードを初期化しました');
    await anonymous(hub).call('setPasswordByLink', { body: { token: tokenIn(mail), password: 'asa-no-hikari-3' } });
    await withTerminal(person.userId, 'asa-no-hikari-3');
  });

  it('a confirmed act that can no more be done is told as not done', async () => {
    const person = await signIn(hub, office, 'staff');
    await resetPassword(asking, person);
    await admin.hub.call('removePerson', { params: { userId: person.userId } });
    await expect(confirmedBy(second)).rejects.toMatchObject({ code: 'MSB-PERSON-UNKNOWN' });
    expect((await told())[0]).toMatchObject({ kind: 'reset-password', state: 'failed' });
  });
});

describe('C1: the office is told', () => {
  it('of what was asked and of what was done, by notice, at its terminals and by mail, never by whom', async () => {
    await addCertificate(asking);
    const asked = await mailTo(ADDRESS);
    expect(asked.subject).toContain('運営者が、事業所への操作を頼みました');
    for (const part of ['証明書の登録', reason, 'まだ行われていません', '覚えがない', '/contact'])
      expect(asked.text).toContain(part);
    mailbox.mails.length = 0;
    await confirmedBy(second);
    const done = await mailTo(ADDRESS);
    expect(done.subject).toContain('運営者が、事業所への操作を行いました');
    const acts = await told();
    expect(acts[0]).toMatchObject({ kind: 'add-certificate', reason, state: 'done', seen: false });
    const { notices } = await admin.hub.call('listNotices', {});
    expect(notices[0]).toMatchObject({ title: expect.stringContaining('行いました'), important: true });
    const audit = await admin.hub.call('listOwnAudit', { query: { limit: 100 } });
    for (const { userId } of [asking, second])
      for (const text of [JSON.stringify(acts), JSON.stringify(notices), JSON.stringify(audit), asked.raw, done.raw])
        expect(text).not.toContain(userId);
    const events = await hub.context.database.query(
      "select name from events where office_number = $1 and name = 'operator-act.changed'",
      [NUMBER],
    );
    expect(events.length).toBeGreaterThan(1);
  });

  it('until each administrator has looked at it as it stands', async () => {
    const other = await signIn(hub, office, 'administrator', '鈴木 管理');
    await addPerson(asking);
    const [act] = await told();
    await admin.hub.call('seeActOnOffice', { params: { actId: act?.id ?? '' } });
    expect((await told())[0]).toMatchObject({ seen: true });
    expect((await other.hub.call('listActsOnOffice', {})).acts[0]).toMatchObject({ seen: false });
    await confirmedBy(second);
    expect((await told())[0]).toMatchObject({ state: 'done', seen: false });
  });

  it('and refuses what waits: nobody confirms it any more, and all operators are alerted', async () => {
    await addPerson(asking);
    const before = await stateOf();
    const [act] = await told();
    const actId = act?.id ?? '';
    expect(await admin.hub.call('disownActOnOffice', { params: { actId } })).toMatchObject({
      state: 'refused',
      disowned: true,
    });
    await expect(decide(second, actId)).rejects.toMatchObject({ code: 'MSB-NOT-FOUND' });
    expect(await stateOf()).toEqual(before);
    const { items } = await second.hub.call('operatorListAlerts', { query: {} });
    expect(items[0]).toMatchObject({ kind: 'operator-act-disowned', detail: expect.stringContaining(NUMBER) });
  });

  it('and says afterwards that it knows nothing of what was done', async () => {
    await addCertificate(asking);
    await confirmedBy(second);
    const [act] = await told();
    const params = { actId: act?.id ?? '' };
    expect(await admin.hub.call('disownActOnOffice', { params })).toMatchObject({ state: 'done', disowned: true });
    const { items } = await second.hub.call('operatorListAlerts', { query: {} });
    expect(items[0]).toMatchObject({ kind: 'operator-act-disowned' });
  });

  it('but never of other offices', async () => {
    const strange = await enrolOffice(hub, { officeNumber: '1377700009', serviceTypes: ['43'] });
    const stranger = await signIn(hub, strange, 'administrator');
    await addPerson(asking);
    const [act] = await told();
    const params = { actId: act?.id ?? '' };
    expect(await stranger.hub.call('listActsOnOffice', {})).toEqual({ acts: [] });
    for (const route of ['seeActOnOffice', 'disownActOnOffice'] as const)
      await expect(stranger.hub.call(route, { params })).rejects.toMatchObject({ code: 'MSB-NOT-FOUND' });
    expect((await told())[0]).toMatchObject({ state: 'waiting' });
    await decide(second, params.actId, false);
  });
});

describe('C1: people of an office', () => {
  it('are listed with who let them in', async () => {
    await admin.hub.call('addPerson', { body: { displayName: '正しい 職員', role: 'staff' } });
    await addPerson(asking);
    await confirmedBy(second);
    await addAccount(
      hub.context,
      { officeNumber: NUMBER, displayName: 'サーバの 人', kind: 'person', role: 'staff' },
      'host',
    );
    const { people: all } = await admin.hub.call('listOfficePeople', {});
    const byName = new Map(all.map(({ displayName, addedBy }) => [displayName, addedBy]));
    expect(byName.get('正しい 職員')).toBe('office');
    expect(byName.get('偽の 職員')).toBe('operator');
    expect(byName.get('サーバの 人')).toBe('host');
  });

  it('are told to its administrators by mail, whoever added them', async () => {
    await admin.hub.call('addPerson', { body: { displayName: '山本 新人', role: 'staff' } });
    const mail = await mailTo(ADDRESS);
    expect(mail.subject).toContain('人が追加されました');
    expect(mail.text).toContain('追加された人: 山本 新人（送受信担当）');
  });
});

describe('C1: an office nobody has come to yet is set up by one operator', () => {
  it('its first person and its first certificate, and no second of them', async () => {
    const officeNumber = '1377700005';
    const first = { params: { officeNumber } };
    const services = { name: '新しい事業所', serviceTypes: ['43'], licensedUntil: null };
    await asking.hub.call('operatorAddOffice', { body: { officeNumber, ...services } });
    const added = await addPerson(asking, officeNumber);
    expect(added).toMatchObject({ waitsForSecond: false, initialPassword: expect.any(String) });
    const certify = async () =>
      asking.hub.call('operatorAddCertificate', { ...first, body: { ...(await newRequest()), reason } });
    expect(await certify()).toMatchObject({ waitsForSecond: false, certificate: { fingerprint: expect.any(String) } });
    expect((await addPerson(asking, officeNumber)).waitsForSecond).toBe(true);
    expect((await certify()).waitsForSecond).toBe(true);
    const again = { params: { officeNumber, personId: added.person?.userId ?? '' }, body: { reason } };
    expect(await asking.hub.call('operatorResetPassword', again)).toMatchObject({ waitsForSecond: false });
    for (const { id } of await waiting()) await decide(second, id, false);
  });
});

it('C1: of many first acts at once, one is the first', async () => {
  const officeNumber = '1377700006';
  const services = { name: '新しい事業所', serviceTypes: ['43'], licensedUntil: null };
  await asking.hub.call('operatorAddOffice', { body: { officeNumber, ...services } });
  const requests = await Promise.all(Array.from({ length: 5 }, newRequest));
  const tries = await Promise.allSettled([
    ...requests.map(() => addPerson(asking, officeNumber)),
    ...requests.map((request) =>
      asking.hub.call('operatorAddCertificate', { params: { officeNumber }, body: { ...request, reason } }),
    ),
  ]);
  const done = tries.filter((one) => one.status === 'fulfilled' && !one.value.waitsForSecond);
  expect(done).toHaveLength(2);
  const [added] = await hub.context.database.query(
    `select (select count(*) from accounts where office_number = $1) as people,
            (select count(*) from certificates where office_number = $1) as certificates`,
    [officeNumber],
  );
  expect(added).toEqual({ people: 1, certificates: 1 });
  for (const { id } of await waiting()) await decide(second, id, false);
});

it('C1: an operator without another one reads how many could confirm', async () => {
  const { otherOperators } = await asking.hub.call('operatorListActs', {});
  expect(otherOperators).toBe(1);
});
