import type { AddressInfo } from 'node:net';
import type { Preferences } from '@musubi/contract';
import { enrolOffice, signIn, startTestHub, type TestHub, type TestOffice, type TestPerson } from '@musubi/testkit';
import { packInputFor, type SampleInput, submitSample } from '@musubi/testkit/transmissions';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runAlone } from '../platform/jobs.js';
import { queueArrivals, sendDigests } from './index.js';

interface Mail {
  readonly to: string;
  readonly raw: string;
}

const FROM = 'Musubi <musubi@hub.example.jp>';
const logged: string[] = [];
const mails: Mail[] = [];
/** What the mail server does: takes mail, refuses the address, or is not there for anybody. */
let mood: 'kind' | 'refusing' | 'closed' = 'kind';
let smtp: SMTPServer;
let hub: TestHub;
let care: TestOffice;
let visit: TestOffice;
let carer: TestPerson;
let visitor: TestPerson;
let colleague: TestPerson;

beforeAll(async () => {
  smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onConnect: (_session, done) => done(mood === 'closed' ? new Error('not now') : null),
    onRcptTo: (_address, _session, done) => done(mood === 'refusing' ? new Error('unknown here') : null),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push({ to: session.envelope.rcptTo[0]?.address ?? '', raw: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });
  smtp.on('error', () => {}); // refused connections are what the tests want
  await new Promise<void>((done) => smtp.listen(0, '127.0.0.1', done));
  const { port } = smtp.server.address() as AddressInfo;
  hub = await startTestHub(
    { smtpUrl: `smtp://127.0.0.1:${port}`, mailFrom: FROM, logLevel: 'info' },
    { write: (line) => logged.push(line) },
  );
  care = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'], name: 'ケアプランひまわり' });
  visit = await enrolOffice(hub, { officeNumber: '1375400014', serviceTypes: ['13'], name: 'みなと訪問看護' });
  carer = await signIn(hub, care, 'staff');
  visitor = await signIn(hub, visit, 'reader');
  colleague = await signIn(hub, visit, 'staff');
});
afterAll(async () => {
  await hub.close();
  await new Promise<void>((done) => smtp.close(done));
});
beforeEach(async () => {
  mood = 'kind';
  await wants(visitor, {});
  await wants(colleague, { mailAddress: null, mailOnArrival: false });
  await round();
  mails.length = 0;
});

const wants = (person: TestPerson, change: Partial<Preferences>) =>
  person.hub.call('setPreferences', {
    body: {
      dateStyle: 'era',
      textSize: 'normal',
      mailAddress: 'visitor@himitsu.example.jp',
      mailOnArrival: true,
      ...change,
    },
  });

const send = async (change: Partial<SampleInput> = {}) =>
  submitSample(carer, care, visit, { ...packInputFor('1377700001', '43', '1375400014', '13'), ...change });

/** What the hub's job does every minute. */
async function round(): Promise<void> {
  await queueArrivals(hub.context);
  await sendDigests(hub.context);
}

/** Subject and text as a mail program shows them. */
function read({ raw }: Mail): { subject: string; text: string } {
  const [head = '', body = ''] = raw.split(/\r\n\r\n(.*)/s);
  const unfolded = head.replaceAll(/\r\n[ \t]+/g, ' ');
  const encoded = /^Subject: (.*)$/m.exec(unfolded)?.[1] ?? '';
  const words = [...encoded.matchAll(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi)].map(([, form, word = '']) =>
    form?.toUpperCase() === 'B' ? Buffer.from(word, 'base64') : unquote(word.replaceAll('_', ' ')),
  );
  const isBase64 = /^Content-Transfer-Encoding: base64$/im.test(unfolded);
  const text = isBase64 ? Buffer.from(body, 'base64') : unquote(body.replaceAll(/=\r\n/g, ''));
  return { subject: Buffer.concat(words).toString(), text: text.toString() };
}

function unquote(text: string): Buffer {
  return Buffer.from(
    text.replaceAll(/=([0-9A-F]{2})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}

describe('mail about arrivals', () => {
  it('comes once for all that arrived, says who sent what for which month, and nothing else', async () => {
    await send();
    await send();
    await send({ files: [], kind: 'message', edition: null, serial: null, serviceMonth: null, message: '渡邊様の件' });
    await round();
    await round();
    expect(mails.map(({ to }) => to)).toEqual(['visitor@himitsu.example.jp']);
    const [mail] = mails.map(read);
    expect(mail?.subject).toBe('【Musubi】届いたデータがあります（3件）');
    expect(mail?.text).toContain('みなと訪問看護 に届いたデータがあります（3件）。');
    const line = '・ケアプランひまわり（1377700001） サービス利用票（予定） 令和8年10月分';
    expect(mail?.text.split(line)).toHaveLength(3);
    expect(mail?.text).toContain('・ケアプランひまわり（1377700001） メッセージ\n');
    expect(mail?.text).not.toMatch(/https?:|渡邊|UPPLAN/);
    expect(mails[0]?.raw).toContain(`From: ${FROM}`);
  });

  it('goes to everybody of the office who wants it, in their way of writing years, and to nobody else', async () => {
    await wants(colleague, { mailAddress: 'colleague@himitsu.example.jp', dateStyle: 'western' });
    await wants(carer, { mailAddress: 'carer@himitsu.example.jp' });
    await send();
    await round();
    expect(mails.map(({ to }) => to).sort()).toEqual(['colleague@himitsu.example.jp', 'visitor@himitsu.example.jp']);
    const western = mails.find(({ to }) => to.startsWith('colleague'));
    expect(western && read(western).text).toContain('2026年10月分');
  });

  it('does not come for what was recalled, nor to who no longer wants it or may no longer sign in', async () => {
    const { transmission } = await send();
    await carer.hub.call('recall', { params: { id: transmission.id } });
    await wants(colleague, { mailAddress: 'colleague@himitsu.example.jp' });
    await round();
    await send();
    await queueArrivals(hub.context);
    await wants(visitor, { mailOnArrival: false });
    await hub.context.database.query('update accounts set disabled = true where user_id = $1', [colleague.userId]);
    await sendDigests(hub.context);
    await hub.context.database.query('update accounts set disabled = false where user_id = $1', [colleague.userId]);
    expect(mails).toEqual([]);
  });

  it('is sent again after a failure, with what came meanwhile, and the failure is on record without the address', async () => {
    mood = 'refusing';
    await send();
    await round();
    await round();
    mood = 'closed';
    await round();
    expect(mails).toEqual([]);
    mood = 'kind';
    await send();
    await round();
    expect(mails.map((mail) => read(mail).subject)).toEqual(['【Musubi】届いたデータがあります（2件）']);
    const rows = await hub.context.database.query<{ action: string; outcome: string; detail: string | null }>(
      "select action, outcome, detail from audit_log where action like 'mail.%' and subject_id = $1 order by audit_id desc limit 2",
      [visitor.userId],
    );
    expect(rows).toEqual([
      { action: 'mail.sent', outcome: 'done', detail: null },
      { action: 'mail.failed', outcome: 'refused', detail: 'EENVELOPE' },
    ]);
    const audit = await hub.context.database.query<{ row: string }>(
      'select row_to_json(a)::text as row from audit_log a',
    );
    expect(logged.join('\n')).toContain('a mail could not be sent');
    expect(logged.join('\n') + audit.map(({ row }) => row).join('\n')).not.toContain('himitsu');
  });

  it('to an address that keeps failing is tried hourly, and given up after a week', async () => {
    mood = 'refusing';
    await send();
    for (let tries = 0; tries < 5; tries++) await round();
    mood = 'kind';
    await round();
    expect(mails).toEqual([]);
    hub.clock.now = new Date(Date.now() + 61 * 60_000);
    await round();
    expect(mails).toHaveLength(1);
    hub.clock.now = null;
    await send();
    await queueArrivals(hub.context);
    hub.clock.now = new Date(Date.now() + 8 * 24 * 60 * 60_000);
    await sendDigests(hub.context);
    hub.clock.now = null;
    await round();
    expect(mails).toHaveLength(1);
  });

  it('comes once although several processes run the job', async () => {
    await send();
    const sibling = await hub.startSibling();
    const job = (context: TestHub['context']) => ({
      name: 'send-mails',
      everySeconds: 60,
      run: async () => {
        await queueArrivals(context);
        await sendDigests(context);
      },
    });
    await Promise.all(
      [hub.context, sibling.context, hub.context].map((context) => runAlone(context.database, job(context))),
    );
    await runAlone(sibling.context.database, job(sibling.context));
    await sibling.close();
    expect(mails).toHaveLength(1);
  });
});

it('a mail server without a sender, or of another kind, is refused at the start without repeating its address', async () => {
  await expect(startTestHub({ smtpUrl: 'smtp://u:geheim@mail' })).rejects.toThrow(/MUSUBI_MAIL_FROM/);
  const wrong = startTestHub({ smtpUrl: 'http://u:geheim@mail', mailFrom: FROM });
  await expect(wrong).rejects.toThrow(/MUSUBI_SMTP_URL は smtp/);
  await expect(wrong).rejects.not.toThrow(/geheim/);
});
