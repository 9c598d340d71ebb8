import {
  enrolOffice,
  type Mailbox,
  signIn,
  startAgent,
  startMailbox,
  startTestHub,
  type TestAgent,
  type TestHub,
  type TestOffice,
  type TestPerson,
} from '@musubi/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type MailLinks, sendAccountMails, sendReminders } from '../notifications/index.js';
import { openUnsubscribing } from '../notifications/unsubscribing.js';
import { openKeyFolder } from '../platform/key-folder.js';
import { endExpired } from './end.js';
import { remindAgents } from './news.js';

const DAY = 24 * 60 * 60 * 1000;
const SITE = 'https://musubi.example.jp';
const BOSS = 'kanri@himitsu.example.jp';
const AGENT = 'daiko@himitsu.example.jp';
const NAME = 'みどり事務代行';

let mailbox: Mailbox;
let hub: TestHub;
let care: TestOffice;
let administrator: TestPerson;

beforeAll(async () => {
  mailbox = await startMailbox();
  hub = await startTestHub({ smtpUrl: mailbox.smtpUrl, mailFrom: 'musubi@hub.example.jp' });
  care = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'], name: 'ケアプランひまわり' });
  administrator = await signIn(hub, care, 'administrator');
  await setAddress(administrator, BOSS);
  await setAddress(await signIn(hub, care, 'staff'), 'tantou@himitsu.example.jp');
});
afterAll(async () => {
  await hub.close();
  await mailbox.close();
});
beforeEach(async () => {
  hub.clock.run();
  await hub.context.database.query(
    "update delegations set granted_at = granted_at - interval '9 days', ended_at = ended_at - interval '9 days'",
  );
  await hub.context.database.query("update mail_told set told_at = '2020-01-01'");
  await hub.context.database.query("update mail_wishes set wanted = true where kind = 'delegation'");
  mailbox.mails.length = 0;
});

const setAddress = ({ userId }: TestPerson, address: string) =>
  hub.context.database.query('update accounts set mail_address = $2 where user_id = $1', [userId, address]);

async function agent(days = 100): Promise<TestAgent> {
  const validUntil = hub.clock.after(days * DAY).toISOString();
  const one = await startAgent(hub, administrator, care, { agentName: NAME, validUntil });
  await setAddress(one.person, AGENT);
  return one;
}

/** Sends what waits, as the jobs do; returns what came to each, by address. */
async function post(): Promise<{ to: string; subject: string; text: string }[]> {
  const links: MailLinks = {
    unsubscribing: openUnsubscribing(openKeyFolder(hub.context.settings)),
    siteUrl: () => SITE,
  };
  mailbox.mails.length = 0;
  await sendAccountMails(hub.context, () => SITE);
  await sendReminders(hub.context, links);
  return mailbox.mails.filter(({ subject }) => subject.includes('代行'));
}
/** Nobody is mailed twice a day: the day after. */
const nextDay = () => hub.context.database.query("update mail_told set told_at = told_at - interval '1 day'");

const revoke = ({ delegation }: TestAgent) =>
  administrator.hub.call('revokeDelegation', { params: { delegationId: delegation.id } });

describe('mails about agents', () => {
  it('tell administrators of a new one, once, and the staff nothing', async () => {
    await agent();
    const mails = await post();
    expect(mails.map(({ to }) => to)).toEqual([BOSS]);
    expect(mails[0]?.text).toContain(`${NAME}: 新しく認めました（送信と受信、`);
    expect(mails[0]?.text).toContain(`${SITE}/unsubscribe#`);
    await nextDay();
    expect(await post()).toEqual([]);
  });

  it('tell both sides of changed rights, each change once', async () => {
    const one = await agent();
    await post();
    await nextDay();
    const params = { delegationId: one.delegation.id };
    const body = { maySend: true, mayReceive: false };
    await administrator.hub.call('changeDelegationRights', { params, body });
    const mails = await post();
    expect(mails.map(({ to }) => to).sort()).toEqual([AGENT, BOSS]);
    for (const { text } of mails) expect(text).toContain('送信だけ');
    expect(mails.find(({ to }) => to === AGENT)?.text).toContain('ケアプランひまわり が、あなたに任せる');
    await nextDay();
    expect(await post()).toEqual([]);
  });

  it('tell both sides when it is revoked, though the account is closed', async () => {
    const one = await agent();
    await post();
    await nextDay();
    await revoke(one);
    const mails = await post();
    expect(mails.map(({ to }) => to).sort()).toEqual([AGENT, BOSS]);
    expect(mails.find(({ to }) => to === BOSS)?.text).toContain(`${NAME}: 管理者が`);
    expect(mails.find(({ to }) => to === AGENT)?.subject).toContain('代行が終わりました');
  });

  it('remind both sides thirty and seven days before the end, and tell them of it', async () => {
    await agent(40);
    await post();
    const stages = [
      [20, 'あと'],
      [21, null],
      [35, 'あと'],
    ] as const;
    for (const [day, said] of stages) {
      hub.clock.stopIn(day * DAY);
      await remindAgents(hub.context);
      const mails = await post();
      expect(mails.map(({ to }) => to).sort(), `day ${day}`).toEqual(said ? [AGENT, BOSS] : []);
      if (said) expect(mails.find(({ to }) => to === BOSS)?.text).toContain(said);
      if (said) expect(mails.find(({ to }) => to === AGENT)?.subject).toContain('まもなく終わります');
    }
    hub.clock.stopIn(41 * DAY);
    await endExpired(hub.context, hub.certificates);
    const mails = await post();
    expect(mails.map(({ to }) => to).sort()).toEqual([AGENT, BOSS]);
    expect(mails.find(({ to }) => to === BOSS)?.text).toContain(`${NAME}: 期間が過ぎ、`);
  });

  it('do not remind of the end of one that was granted for a few days', async () => {
    await agent(5);
    await remindAgents(hub.context);
    const mails = await post();
    expect(mails.map(({ to }) => to)).toEqual([BOSS]);
    expect(mails[0]?.text).not.toContain('で終わります');
  });

  it('stop for an administrator who does not want them', async () => {
    const { wanted, offered } = await administrator.hub.call('getMailSettings', {});
    expect(wanted).toContain('delegation');
    expect(offered).toContain('delegation');
    await administrator.hub.call('setMailWishes', {
      body: { wanted: wanted.filter((kind) => kind !== 'delegation') },
    });
    const one = await agent();
    await revoke(one);
    expect((await post()).map(({ to }) => to)).toEqual([AGENT]);
  });
});
