import type { MailKind } from '@musubi/contract';
import {
  anonymous,
  enrolOffice,
  type Mailbox,
  signIn,
  startMailbox,
  startTestHub,
  type TestHub,
  type TestOffice,
  type TestPerson,
} from '@musubi/testkit';
import { packInputFor, submitSample } from '@musubi/testkit/transmissions';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openKeyFolder } from '../platform/key-folder.js';
import { type MailLinks, sendReminders } from './index.js';
import { openUnsubscribing } from './unsubscribing.js';

const DAY = 24 * 60 * 60_000;
const SITE = 'https://musubi.example.jp';
let mailbox: Mailbox;
let hub: TestHub;
let care: TestOffice;
let visit: TestOffice;
let carer: TestPerson;
let visitor: TestPerson;

beforeAll(async () => {
  mailbox = await startMailbox();
  hub = await startTestHub({ smtpUrl: mailbox.smtpUrl, mailFrom: 'musubi@hub.example.jp' });
  const licensedUntil = hub.clock.after(55 * DAY);
  care = await enrolOffice(hub, {
    officeNumber: '1377700001',
    serviceTypes: ['43'],
    name: 'ケアプランひまわり',
    licensedUntil,
  });
  visit = await enrolOffice(hub, { officeNumber: '1375400014', serviceTypes: ['13'], name: 'みなと訪問看護' });
  carer = await signIn(hub, care, 'administrator');
  visitor = await signIn(hub, visit, 'staff');
});
afterAll(async () => {
  await hub.close();
  await mailbox.close();
});
beforeEach(async () => {
  hub.clock.run();
  mailbox.mood = 'kind';
  mailbox.mails.length = 0;
  await hub.context.database.query('delete from mail_told');
  await hub.context.database.query('delete from mail_failures');
  await wants(carer, 'carer@himitsu.example.jp', []);
  await wants(visitor, 'visitor@himitsu.example.jp', []);
});

async function wants(person: TestPerson, address: string, wanted: MailKind[]): Promise<void> {
  await hub.context.database.query('update accounts set mail_address = $2 where user_id = $1', [
    person.userId,
    address,
  ]);
  await hub.context.database.query(
    'delete from mail_wishes where account_id = (select account_id from accounts where user_id = $1)',
    [person.userId],
  );
  await hub.context.database.query(
    `insert into mail_wishes select a.account_id, k, k = any($2) from accounts a,
       unnest(array['arrival','notFetched','certificate','licence','delegation','notice']) k where user_id = $1`,
    [person.userId, wanted],
  );
}

const links = (): MailLinks => ({
  unsubscribing: openUnsubscribing(openKeyFolder(hub.context.settings)),
  siteUrl: () => SITE,
});
const round = () => sendReminders(hub.context, links());
const subjects = () => mailbox.mails.map((mail) => `${mail.to.split('@')[0]} ${mail.subject}`).sort();
const later = (days: number) => {
  hub.clock.stopIn(days * DAY);
};

describe('what nobody has fetched', () => {
  it('is told to both sides after some days, all in one mail, once', async () => {
    await wants(carer, 'carer@himitsu.example.jp', ['notFetched']);
    await wants(visitor, 'visitor@himitsu.example.jp', ['notFetched']);
    for (let time = 0; time < 2; time++)
      await submitSample(carer, care, visit, packInputFor('1377700001', '43', '1375400014', '13', hub.clock.now()));
    await round();
    expect(mailbox.mails).toEqual([]);
    later(3.1);
    await round();
    await round();
    expect(subjects()).toEqual([
      'carer 【Musubi】取得されていないデータがあります（2件）',
      'visitor 【Musubi】取得されていないデータがあります（2件）',
    ]);
    const [toCarer, toVisitor] = ['carer', 'visitor'].map((who) =>
      mailbox.mails
        .filter(({ to }) => to.startsWith(who))
        .map((mail) => mail.text)
        .join(),
    );
    expect(toCarer).toContain('相手がまだ取得していないもの（2件）\n・みなと訪問看護（1375400014）');
    expect(toVisitor).toContain('まだ取得していないもの（2件）\n・ケアプランひまわり（1377700001）');
    later(4.5);
    await round();
    expect(mailbox.mails).toHaveLength(2);
  });
});

describe('what ends soon', () => {
  it('a licence is told to administrators at 60, 30 and 7 days', async () => {
    await wants(carer, 'carer@himitsu.example.jp', ['licence']);
    for (const day of [0, 1, 26, 27, 49, 50, 56]) {
      later(day);
      await round();
    }
    expect(mailbox.mails.map((mail) => mail.subject)).toEqual([
      '【Musubi】ライセンスの期限まで、あと55日です',
      '【Musubi】ライセンスの期限まで、あと29日です',
      '【Musubi】ライセンスの期限まで、あと6日です',
    ]);
  });

  it('a certificate is told unless the office has a newer one, and to nobody but administrators', async () => {
    await wants(carer, 'carer@himitsu.example.jp', ['certificate']);
    await wants(visitor, 'visitor@himitsu.example.jp', ['certificate']);
    await hub.context.database.query('update certificates set not_after = $1', [hub.clock.after(20 * DAY)]);
    await round();
    expect(subjects()).toEqual(['carer 【Musubi】証明書の期限まで、あと20日です']);
    await hub.context.database.query('update certificates set not_after = $1', [hub.clock.after(300 * DAY)]);
    later(1);
    await round();
    expect(mailbox.mails).toHaveLength(1);
  });
});

it('notices go to who wants them; a mail that fails is told the next time', async () => {
  await wants(visitor, 'visitor@himitsu.example.jp', ['notice']);
  await hub.context.database.query(
    "insert into notices (published_at, title, body, important) values (now(), '停止のお知らせ', '30日の夜に止まります。', false)",
  );
  mailbox.mood = 'busy';
  await round();
  mailbox.mood = 'kind';
  await round();
  expect(subjects()).toEqual(['visitor 【Musubi】お知らせ: 停止のお知らせ']);
});

describe('every mail of a kind can be ended', () => {
  const token = async () => {
    await wants(carer, 'carer@himitsu.example.jp', ['licence', 'notFetched']);
    await round();
    const [mail] = mailbox.mails;
    return /unsubscribe#(\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
  };

  it('by its link without a login, that kind alone', async () => {
    expect(await anonymous(hub).call('unsubscribe', { body: { token: await token() } })).toEqual({ kind: 'licence' });
    expect((await carer.hub.call('getMailSettings', {})).wanted).toEqual(['notFetched']);
  });

  it('by the mail program with one click (RFC 8058)', async () => {
    await token();
    const head = mailbox.mails[0]?.head ?? '';
    const url = /^List-Unsubscribe: <(\S+)>$/m.exec(head)?.[1] ?? '';
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await hub.app.inject({
      method: 'POST',
      url: url.slice(SITE.length),
      headers,
      payload: 'List-Unsubscribe=One-Click',
    });
    expect(answer.statusCode).toBe(204);
    expect((await carer.hub.call('getMailSettings', {})).wanted).toEqual(['notFetched']);
  });

  it('but not for somebody else, nor another kind', async () => {
    const [accountId, , signature] = (await token()).split('.');
    const forged = `${accountId}.notFetched.${signature}`;
    await expect(anonymous(hub).call('unsubscribe', { body: { token: forged } })).rejects.toMatchObject({
      code: 'MSB-LINK-INVALID',
    });
  });
});

it('an address that is refused for good is paused after three times', async () => {
  await wants(carer, 'carer@himitsu.example.jp', ['licence']);
  mailbox.mood = 'refusing';
  for (let time = 0; time < 5; time++) await round();
  mailbox.mood = 'kind';
  await round();
  expect(mailbox.mails).toEqual([]);
  expect((await carer.hub.call('getMailSettings', {})).refused).toBe(true);
});
