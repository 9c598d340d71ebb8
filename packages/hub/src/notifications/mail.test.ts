import type { MailKind } from '@musubi/contract';
import {
  enrolOffice,
  type Mailbox,
  signIn,
  startMailbox,
  startTestHub,
  type TestHub,
  type TestOffice,
  type TestPerson,
} from '@musubi/testkit';
import { packInputFor, type SampleInput, submitSample } from '@musubi/testkit/transmissions';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runAlone } from '../platform/jobs.js';
import { openKeyFolder } from '../platform/key-folder.js';
import { type MailLinks, queueArrivals, sendDigests } from './index.js';
import { openUnsubscribing } from './unsubscribing.js';

const FROM = 'Musubi <musubi@hub.example.jp>';
const logged: string[] = [];
let mailbox: Mailbox;
let hub: TestHub;
let care: TestOffice;
let visit: TestOffice;
let carer: TestPerson;
let visitor: TestPerson;
let colleague: TestPerson;

beforeAll(async () => {
  mailbox = await startMailbox();
  hub = await startTestHub(
    { smtpUrl: mailbox.smtpUrl, mailFrom: FROM, logLevel: 'info' },
    { logTo: { write: (line) => logged.push(line) } },
  );
  care = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'], name: 'ケアプランひまわり' });
  visit = await enrolOffice(hub, { officeNumber: '1375400014', serviceTypes: ['13'], name: 'みなと訪問看護' });
  carer = await signIn(hub, care, 'staff');
  visitor = await signIn(hub, visit, 'reader');
  colleague = await signIn(hub, visit, 'staff');
});
afterAll(async () => {
  await hub.close();
  await mailbox.close();
});
beforeEach(async () => {
  mailbox.mood = 'kind';
  await hub.context.database.query('delete from mail_failures');
  await wants(carer, null);
  await wants(visitor, 'visitor@himitsu.example.jp');
  await wants(colleague, null);
  await round();
  mailbox.mails.length = 0;
});

/** Sets a verified address and the wish for mail about arrivals; who has no address wants none. */
async function wants(person: TestPerson, address: string | null, wanted: readonly MailKind[] = ['arrival']) {
  await hub.context.database.query('update accounts set mail_address = $2 where user_id = $1', [
    person.userId,
    address,
  ]);
  await person.hub.call('setMailWishes', { body: { wanted: [...wanted] } });
}

const send = async (change: Partial<SampleInput> = {}) =>
  submitSample(carer, care, visit, {
    ...packInputFor('1377700001', '43', '1375400014', '13', hub.clock.now()),
    ...change,
  });

const links = (): MailLinks => ({
  unsubscribing: openUnsubscribing(openKeyFolder(hub.context.settings)),
  siteUrl: () => 'https://musubi.example.jp',
});

/** What the hub's job does every minute. */
async function round(): Promise<void> {
  await queueArrivals(hub.context);
  await sendDigests(hub.context, links());
}

describe('mail about arrivals', () => {
  it('comes once for all that arrived, says who sent what for which month, and nothing else', async () => {
    await send();
    await send();
    await send({ files: [], kind: 'message', edition: null, serial: null, serviceMonth: null, message: '渡邊様の件' });
    await round();
    await round();
    expect(mailbox.mails.map(({ to }) => to)).toEqual(['visitor@himitsu.example.jp']);
    const [mail] = mailbox.mails;
    expect(mail?.subject).toBe('【Musubi】届いたデータがあります（3件）');
    expect(mail?.text).toContain('みなと訪問看護 に届いたデータがあります（3件）。');
    const line = '・ケアプランひまわり（1377700001） サービス利用票（予定） 令和8年10月分';
    expect(mail?.text.split(line)).toHaveLength(3);
    expect(mail?.text).toContain('・ケアプランひまわり（1377700001） メッセージ\n');
    expect(mail?.text).not.toMatch(/渡邊|UPPLAN/);
    // The only link is the one to be rid of such mail; mail programs get theirs in the head (RFC 8058).
    expect(mail?.text.match(/https?:\S+/g)).toEqual([
      expect.stringMatching(/^https:\/\/musubi.example.jp\/unsubscribe#/),
    ]);
    expect(mail?.head).toMatch(/^List-Unsubscribe: <https:\/\/musubi.example.jp\/v1\/mail\/unsubscribe\/\S+>$/m);
    expect(mail?.head).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/m);
    expect(mailbox.mails[0]?.raw).toContain(`From: ${FROM}`);
  });

  it('goes to everybody of the office who wants it, in their way of writing years, and to nobody else', async () => {
    await wants(colleague, 'colleague@himitsu.example.jp');
    await colleague.hub.call('setPreferences', { body: { dateStyle: 'western', textSize: 'normal' } });
    await wants(carer, 'carer@himitsu.example.jp');
    await send();
    await round();
    expect(mailbox.mails.map(({ to }) => to).sort()).toEqual([
      'colleague@himitsu.example.jp',
      'visitor@himitsu.example.jp',
    ]);
    const western = mailbox.mails.find(({ to }) => to.startsWith('colleague'));
    expect(western?.text).toContain('2026年10月分');
  });

  it('does not come for what was recalled, nor to who no longer wants it or may no longer sign in', async () => {
    const { transmission } = await send();
    await carer.hub.call('recall', { params: { id: transmission.id } });
    await wants(colleague, 'colleague@himitsu.example.jp');
    await round();
    await send();
    await queueArrivals(hub.context);
    await wants(visitor, 'visitor@himitsu.example.jp', []);
    await hub.context.database.query('update accounts set disabled = true where user_id = $1', [colleague.userId]);
    await sendDigests(hub.context, links());
    await hub.context.database.query('update accounts set disabled = false where user_id = $1', [colleague.userId]);
    expect(mailbox.mails).toEqual([]);
  });

  it('is sent again after a failure, with what came meanwhile, and the failure is on record without the address', async () => {
    mailbox.mood = 'busy';
    await send();
    await round();
    await round();
    mailbox.mood = 'closed';
    await round();
    expect(mailbox.mails).toEqual([]);
    mailbox.mood = 'kind';
    await send();
    await round();
    expect(mailbox.mails.map((mail) => mail.subject)).toEqual(['【Musubi】届いたデータがあります（2件）']);
    const rows = await hub.context.database.query<{ action: string; outcome: string; detail: string | null }>(
      "select action, outcome, detail from audit_log where action like 'mail.%' and subject_id = $1 order by audit_id desc limit 2",
      [visitor.userId],
    );
    expect(rows).toEqual([
      { action: 'mail.sent', outcome: 'done', detail: 'arrival' },
      { action: 'mail.failed', outcome: 'refused', detail: 'EENVELOPE' },
    ]);
    const audit = await hub.context.database.query<{ row: string }>(
      'select row_to_json(a)::text as row from audit_log a',
    );
    expect(logged.join('\n')).toContain('a mail could not be sent');
    expect(logged.join('\n') + audit.map(({ row }) => row).join('\n')).not.toContain('himitsu');
  });

  it('to an address that keeps failing is tried hourly, and given up after a week', async () => {
    mailbox.mood = 'busy';
    await send();
    for (let tries = 0; tries < 5; tries++) await round();
    mailbox.mood = 'kind';
    await round();
    expect(mailbox.mails).toEqual([]);
    hub.clock.stopIn(61 * 60_000);
    await round();
    expect(mailbox.mails).toHaveLength(1);
    hub.clock.run();
    await send();
    await queueArrivals(hub.context);
    hub.clock.stopIn(8 * 24 * 60 * 60_000);
    await sendDigests(hub.context, links());
    hub.clock.run();
    await round();
    expect(mailbox.mails).toHaveLength(1);
  });

  it('comes once although several processes run the job', async () => {
    await send();
    const sibling = await hub.startSibling();
    const job = (context: TestHub['context']) => ({
      name: 'send-mails' as const,
      everySeconds: 60,
      run: async () => {
        await queueArrivals(context);
        await sendDigests(context, links());
      },
    });
    await Promise.all([hub.context, sibling.context, hub.context].map((context) => runAlone(context, job(context))));
    await runAlone(sibling.context, job(sibling.context));
    await sibling.close();
    expect(mailbox.mails).toHaveLength(1);
  });
});

it('a mail server without a sender, or of another kind, is refused at the start without repeating its address', async () => {
  await expect(startTestHub({ smtpUrl: 'smtp://u:geheim@mail' })).rejects.toThrow(/MUSUBI_MAIL_FROM/);
  const wrong = startTestHub({ smtpUrl: 'http://u:geheim@mail', mailFrom: FROM });
  await expect(wrong).rejects.toThrow(/MUSUBI_SMTP_URL は smtp/);
  await expect(wrong).rejects.not.toThrow(/geheim/);
});
