import { decodeMs932 } from '@musubi/standard';
import {
  confirmedBy,
  enrolOffice,
  enrolOneTimeCode,
  fromBase32,
  PASSWORD,
  signIn,
  signInAt,
  startTestHub,
  type TestHub,
  type TestOffice,
  type TestPerson,
} from '@musubi/testkit';
import { packInputFor, submitSample } from '@musubi/testkit/transmissions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAccount, oneTimeCode } from '../index.js';
import { runAlone } from '../platform/jobs.js';

const MARKER = 'MARKER-ninchisho-himitsu';
const SECRET_NAME = 'himitsu-taro.pdf';
const DAY_MS = 24 * 60 * 60 * 1000;

let hub: TestHub;
let desk: TestOffice;
let care: TestOffice;
let visit: TestOffice;
let operator: TestPerson;
let manager: TestPerson;
let visitor: TestPerson;
let sentId: string;

const inDays = (days: number) => new Date(hub.context.now().getTime() + days * DAY_MS).toISOString();
const office = (officeNumber: string) => ({ params: { officeNumber } });
const send = () =>
  submitSample(
    manager,
    care,
    visit,
    packInputFor(care.officeNumber, '43', visit.officeNumber, '13', hub.context.now()),
  );

beforeAll(async () => {
  hub = await startTestHub();
  desk = await enrolOffice(hub, { officeNumber: '1300000000', name: '運営', serviceTypes: ['43'] });
  care = await enrolOffice(hub, { officeNumber: '1377700001', name: 'さくら居宅', serviceTypes: ['43'] });
  visit = await enrolOffice(hub, { officeNumber: '1375400014', name: 'ひまわり訪問看護', serviceTypes: ['13'] });
  operator = await signIn(hub, desk, 'operator', '運営 太郎');
  manager = await signIn(hub, care, 'administrator', '佐藤 ケア');
  visitor = await signIn(hub, visit, 'administrator', '鈴木 一郎');
  const packed = packInputFor(care.officeNumber, '43', visit.officeNumber, '13', hub.clock.now());
  const attachments = [{ name: SECRET_NAME, bytes: new TextEncoder().encode(MARKER), mediaType: 'application/pdf' }];
  sentId = (await submitSample(manager, care, visit, { ...packed, attachments, message: MARKER })).transmission.id;
});
afterAll(() => hub.close());

describe('an operator needs a second factor', () => {
  it('reaches only its enrolment before, and signs in with it after', async () => {
    const { account, secret } = await addAccount(
      hub.context,
      { officeNumber: desk.officeNumber, displayName: '新任', kind: 'operator', role: 'operator' },
      'test',
    );
    const terminal = { id: crypto.randomUUID(), name: '運営PC', secret: null };
    const first = await signInAt(hub, desk, { userId: account.userId, password: secret, terminal });
    await first.hub.call('changePassword', { body: { currentPassword: secret, newPassword: PASSWORD } });
    expect((await first.hub.call('currentSession', {})).mustEnrolOneTimeCode).toBe(true);
    const refused = { code: 'MSB-AUTH-ONE-TIME-CODE-ENROL', status: 403 };
    await expect(first.hub.call('operatorListOffices', { query: {} })).rejects.toMatchObject(refused);
    await expect(first.hub.call('operatorHealth', {})).rejects.toMatchObject(refused);
    const { secret: shared } = await first.hub.call('enrolOneTimeCode', {});
    await expect(first.hub.call('operatorHealth', {})).rejects.toMatchObject(refused);
    const code = oneTimeCode(fromBase32(shared), hub.context.now());
    await first.hub.call('confirmOneTimeCode', { body: { code } });
    expect((await first.hub.call('currentSession', {})).mustEnrolOneTimeCode).toBe(false);
    await first.hub.call('operatorHealth', {});
    await expect(
      signInAt(hub, desk, { userId: account.userId, password: PASSWORD, terminal: first.terminal }),
    ).rejects.toMatchObject({ code: 'MSB-AUTH-ONE-TIME-CODE-REQUIRED' });
  });
});

describe('offices', () => {
  it('are found by number, name and state, with counts', async () => {
    const found = await operator.hub.call('operatorListOffices', { query: { search: 'さくら' } });
    expect(found.items.map(({ officeNumber }) => officeNumber)).toEqual([care.officeNumber]);
    expect(found.counts).toEqual({ active: 3, suspended: 0, closed: 0, unlicensed: 0 });
    const numbers = async (search: string) =>
      (await operator.hub.call('operatorListOffices', { query: { search } })).items.map((one) => one.officeNumber);
    expect(await numbers('ｻｸﾗ居宅')).toEqual([care.officeNumber]);
    expect(await numbers('さ')).toEqual([care.officeNumber]);
    expect(await numbers('居')).toEqual([]);
    expect(await numbers('１３７７')).toEqual([care.officeNumber]);
    expect(await numbers('13')).toEqual([desk.officeNumber, visit.officeNumber, care.officeNumber]);
    const first = await operator.hub.call('operatorListOffices', { query: { limit: 2 } });
    const rest = await operator.hub.call('operatorListOffices', { query: { limit: 2, cursor: first.next ?? '' } });
    expect(rest).toMatchObject({ items: [{ officeNumber: care.officeNumber }], next: null, counts: null });
    const none = await operator.hub.call('operatorListOffices', { query: { state: 'suspended' } });
    expect(none.items).toEqual([]);
  });

  it('show people, terminals, certificates and numbers', async () => {
    const detail = await operator.hub.call('operatorGetOffice', office(care.officeNumber));
    expect(detail.people).toMatchObject([
      { displayName: '佐藤 ケア', officeName: 'さくら居宅', oneTimeCodeEnabled: false },
    ]);
    expect(detail).toMatchObject({ sentLast31Days: 1, receivedLast31Days: 0, terminals: [{ name: '事務所PC' }] });
    expect(detail.certificates).toHaveLength(1);
    expect(JSON.stringify(detail)).not.toMatch(/hash|argon/i);
  });

  it('are suspended with a reason that they read, and resumed', async () => {
    const reason = '証明書の不正利用の疑いを確認中です';
    await operator.hub.call('operatorSuspendOffice', { ...office(care.officeNumber), body: { reason } });
    await expect(send()).rejects.toMatchObject({ code: 'MSB-SUBMIT-SENDER-SUSPENDED', reason });
    const { office: own } = await manager.hub.call('currentSession', {});
    expect(own).toMatchObject({ suspended: true, suspendedReason: reason });
    await manager.hub.call('listTransmissions', { query: { box: 'sent' } });
    await expect(
      operator.hub.call('operatorSuspendOffice', { ...office(care.officeNumber), body: { reason } }),
    ).rejects.toMatchObject({ code: 'MSB-OFFICE-STATE' });
    await operator.hub.call('operatorResumeOffice', {
      ...office(care.officeNumber),
      body: { reason: '確認が終わりました' },
    });
    expect((await send()).created).toBe(true);
    const audit = await manager.hub.call('listOwnAudit', { query: {} });
    expect(audit.items).toContainEqual(
      expect.objectContaining({ action: 'office.suspended', actor: 'operator', detail: reason }),
    );
  });

  it('never the one the operator works from, and not without a reason', async () => {
    const act = { ...office(desk.officeNumber), body: { reason: 'まちがい操作' } };
    await expect(operator.hub.call('operatorSuspendOffice', act)).rejects.toMatchObject({ code: 'MSB-OFFICE-OWN' });
    const silent = { ...office(care.officeNumber), body: { reason: '   ' } };
    await expect(operator.hub.call('operatorSuspendOffice', silent)).rejects.toMatchObject({
      code: 'MSB-REQUEST-INVALID',
    });
  });
});

describe('people of all offices', () => {
  it('are found by user id and name', async () => {
    const byName = await operator.hub.call('operatorSearchPeople', { query: { search: '鈴木' } });
    expect(byName.items).toMatchObject([{ userId: visitor.userId, officeName: 'ひまわり訪問看護' }]);
    const byId = await operator.hub.call('operatorSearchPeople', { query: { search: visitor.userId.toLowerCase() } });
    expect(byId.items).toHaveLength(1);
  });

  it('are disabled, enabled, unlocked and relieved of a lost second factor, on record in their office', async () => {
    const clerk = await signIn(hub, visit, 'staff', '山田 事務');
    await enrolOneTimeCode(hub, clerk);
    const act = (action: 'unlock' | 'disable' | 'enable' | 'reset-second-factor') =>
      operator.hub.call('operatorActOnPerson', {
        params: { userId: clerk.userId },
        body: { action, reason: '電話での依頼' },
      });
    expect(await act('disable')).toMatchObject({ disabled: true });
    await expect(clerk.hub.call('currentSession', {})).rejects.toMatchObject({ status: 401 });
    const second = await signIn(hub, desk, 'operator', '運営 二郎');
    expect(await act('enable')).toMatchObject({ disabled: true, waitsForSecond: true });
    expect(await act('reset-second-factor')).toMatchObject({ oneTimeCodeEnabled: true, waitsForSecond: true });
    await confirmedBy(second);
    await signInAt(hub, visit, clerk);
    for (let i = 0; i < 5; i++)
      await expect(signInAt(hub, visit, { ...clerk, password: 'machigai-machigai' })).rejects.toMatchObject({
        status: 401,
      });
    await expect(signInAt(hub, visit, clerk)).rejects.toMatchObject({ code: 'MSB-AUTH-LOCKED' });
    expect(await act('unlock')).toMatchObject({ locked: false });
    await signInAt(hub, visit, clerk);
    const { items } = await visitor.hub.call('listOwnAudit', { query: {} });
    expect(items.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['account.operator-disable', 'account.operator-unlock']),
    );
    const unlocking = items.find(({ action }) => action === 'account.operator-unlock');
    expect(unlocking).toMatchObject({ actor: 'operator', actorName: null, subjectName: '山田 事務' });
    const listing = items.find(({ action }) => action === 'audit.listed');
    expect(listing).toMatchObject({ actorName: '鈴木 一郎', subjectName: 'ひまわり訪問看護' });
  });

  it('never oneself', async () => {
    const own = { params: { userId: operator.userId }, body: { action: 'disable' as const, reason: 'まちがい操作' } };
    await expect(operator.hub.call('operatorActOnPerson', own)).rejects.toMatchObject({ code: 'MSB-PERSON-OWN' });
  });
});

describe('the way of a transmission', () => {
  it('shows who, when and how far, in order, and leaves a record of the look', async () => {
    const params = { transmissionId: sentId };
    const journey = await operator.hub.call('operatorGetJourney', { params });
    expect(journey.steps.map(({ event }) => event)).toEqual(['SubmissionAcceptance', 'ContentConsignment']);
    expect(journey.audit.map(({ action }) => action)).toContain('transmission.submitted');
    const again = await operator.hub.call('operatorGetJourney', { params });
    expect(again.audit.map(({ action }) => action)).toContain('operator.looked-at-transmission');
    const list = await operator.hub.call('operatorListTransmissions', {
      query: { officeNumber: visit.officeNumber, month: '202610', limit: 1 },
    });
    const next = await operator.hub.call('operatorListTransmissions', {
      query: { officeNumber: visit.officeNumber, month: '202610', limit: 1, cursor: list.next ?? '' },
    });
    expect([...list.items, ...next.items].map(({ id }) => id)).toContain(sentId);
  });

  it('opens the record for a reason only; both offices hear of it and an alert is raised', async () => {
    const params = { transmissionId: sentId };
    await expect(operator.hub.call('operatorOpenRecord', { params, body: { reason: '' } })).rejects.toMatchObject({
      code: 'MSB-REQUEST-INVALID',
    });
    const reason = '取得できないとの問い合わせ 123 の調査';
    const { manifest, receipts } = await operator.hub.call('operatorOpenRecord', { params, body: { reason } });
    expect(Buffer.from(manifest, 'base64').toString()).toContain(sentId);
    expect(receipts).toHaveLength(2);
    for (const person of [manager, visitor]) {
      const { notices } = await person.hub.call('listNotices', {});
      expect(notices[0]).toMatchObject({ title: '運営者が送受信の記録を閲覧しました', important: true });
      expect(notices[0]?.body).toContain(reason);
      const { items } = await person.hub.call('listOwnAudit', { query: {} });
      expect(items).toContainEqual(expect.objectContaining({ action: 'operator.record-opened', detail: reason }));
    }
    const staff = await signIn(hub, visit, 'staff');
    expect((await staff.hub.call('listNotices', {})).notices).toEqual([]);
    const { items } = await operator.hub.call('operatorListAlerts', { query: {} });
    expect(items[0]).toMatchObject({ kind: 'record-opened' });
  });

  it('never shows content: no answer an operator gets holds it, and the routes of content are shut', async () => {
    const answers = await Promise.all([
      operator.hub.call('operatorGetJourney', { params: { transmissionId: sentId } }),
      operator.hub.call('operatorListTransmissions', { query: { officeNumber: care.officeNumber } }),
      operator.hub.call('operatorGetOffice', office(care.officeNumber)),
      operator.hub.call('operatorListAudit', { query: {} }),
      operator.hub.call('operatorHealth', {}),
    ]);
    const text = JSON.stringify(answers);
    expect(text).toContain(sentId);
    expect(text).not.toContain(MARKER);
    expect(text).not.toContain(SECRET_NAME);
    const opened = await operator.hub.call('operatorOpenRecord', {
      params: { transmissionId: sentId },
      body: { reason: '内容が無いことの確認' },
    });
    expect(Buffer.from(opened.manifest, 'base64').toString()).not.toContain(MARKER);
    for (const name of ['getPayload', 'getManifest', 'getTransmission'] as const)
      await expect(operator.hub.call(name, { params: { id: sentId } })).rejects.toMatchObject({
        status: expect.any(Number),
      });
  });
});

describe('certificates', () => {
  it('are counted by month, listed, and named when they ended with nothing after them', async () => {
    const { months, expiredWithoutSuccessor } = await operator.hub.call('operatorCertificateMonths', {});
    expect(expiredWithoutSuccessor).toBe(0);
    const [month] = months;
    expect(month?.withoutSuccessor).toBe(month?.count);
    const query = { month: month?.month ?? '', limit: 1 };
    const first = await operator.hub.call('operatorListCertificates', { query });
    const second = await operator.hub.call('operatorListCertificates', {
      query: { ...query, cursor: first.next ?? '' },
    });
    expect(first.items[0]?.officeNumber).not.toBe(second.items[0]?.officeNumber);
    await enrolOffice(hub, { officeNumber: '1378800002', serviceTypes: ['13'] });
    await hub.context.database.query('update certificates set not_after = $2 where office_number = $1', [
      '1378800002',
      hub.clock.after(-DAY_MS),
    ]);
    expect((await operator.hub.call('operatorCertificateMonths', {})).expiredWithoutSuccessor).toBe(1);
    const { items } = await operator.hub.call('operatorListCertificates', { query: {} });
    expect(items).toMatchObject([{ officeNumber: '1378800002', hasSuccessor: false }]);
  });
});

describe('health', () => {
  it('shows jobs and their failures, problems by hour, storage and slow offices', async () => {
    const failing = {
      name: 'send-mails' as const,
      everySeconds: 60,
      run: () => Promise.reject(new TypeError('secret value')),
    };
    await expect(runAlone(hub.context, failing)).rejects.toThrow(TypeError);
    await runAlone(hub.context, { name: 'send-pushes', everySeconds: 60, run: async () => {} });
    const health = await operator.hub.call('operatorHealth', {});
    expect(health.jobs).toContainEqual(
      expect.objectContaining({ name: 'send-mails', failure: 'TypeError', failuresInARow: 1 }),
    );
    expect(health.jobs).toContainEqual(expect.objectContaining({ name: 'send-pushes', failuresInARow: 0 }));
    expect(JSON.stringify(health)).not.toContain('secret value');
    expect(health.storage.databaseBytes).toBeGreaterThan(1_000_000);
    expect(health.storage.months[0]?.payloadBytes).toBeGreaterThan(0);
    expect(health.slowOffices.map(({ officeNumber }) => officeNumber)).toContain(visit.officeNumber);
    expect(Math.abs(health.clockOffsetMs)).toBeLessThan(5000);
  });

  it('counts the problems that were answered', async () => {
    const sibling = await hub.startSibling();
    await (await fetch(`${sibling.url}/v1/session`).catch(() => null))?.text();
    await sibling.app.inject({ method: 'GET', url: '/v1/session' });
    await sibling.close();
    const { problems } = await operator.hub.call('operatorHealth', {});
    expect(problems.find(({ code }) => code === 'MSB-AUTH-REQUIRED')?.count).toBeGreaterThan(0);
  });
});

describe('the audit records', () => {
  const period = () => ({ from: inDays(-1), to: inDays(1) });
  const bytes = (answer: unknown) => {
    if (answer instanceof Uint8Array) return answer;
    throw new TypeError('a file was expected');
  };

  it('are exported as NDJSON and CSV, harmless to a spreadsheet, and the export is on record', async () => {
    const reason = '=HYPERLINK("http://example.invalid")';
    await operator.hub.call('operatorSuspendOffice', { ...office(visit.officeNumber), body: { reason } });
    await operator.hub.call('operatorResumeOffice', {
      ...office(visit.officeNumber),
      body: { reason: '試験の終わり' },
    });
    const query = { ...period(), officeNumber: visit.officeNumber };
    const lines = new TextDecoder()
      .decode(bytes(await operator.hub.call('operatorExportAudit', { query: { ...query, format: 'ndjson' } })))
      .trim()
      .split('\n')
      .map((line): { officeNumber: string } => JSON.parse(line));
    expect(lines.length).toBeGreaterThan(3);
    expect(new Set(lines.map(({ officeNumber }) => officeNumber))).toEqual(new Set([visit.officeNumber]));
    const csv = bytes(
      await operator.hub.call('operatorExportAudit', { query: { ...query, format: 'csv', encoding: 'ms932' } }),
    );
    const text = decodeMs932(csv);
    expect(text.split('\r\n')[0]).toBe('日時,行った人,事業所番号,端末,操作,対象の種類,対象,結果,理由,番号');
    expect(text).toContain(`"'=HYPERLINK(`);
    const utf8 = bytes(await operator.hub.call('operatorExportAudit', { query: { ...query, format: 'csv' } }));
    expect([...utf8.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const { items } = await operator.hub.call('operatorListAudit', { query: { officeNumber: desk.officeNumber } });
    expect(items.map(({ action }) => action)).toContain('operator.audit-exported');
  });

  it('of an office are its own', async () => {
    const { items } = await visitor.hub.call('listOwnAudit', { query: { ...period(), limit: 200 } });
    expect(new Set(items.map(({ officeNumber }) => officeNumber))).toEqual(new Set([visit.officeNumber]));
  });
});
