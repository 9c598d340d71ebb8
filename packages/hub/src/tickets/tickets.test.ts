import type { AddressInfo } from 'node:net';
import { anonymous, enrolOffice, signIn, startTestHub, type TestHub, type TestPerson } from '@musubi/testkit';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dropOldTickets, sendTicketMails } from './index.js';

const HOUR = 60 * 60 * 1000;
const QUESTION = 'himitsu-no-toi 証明書はいつ届きますか。';
const mails: { to: string; text: string }[] = [];
let isRefusing = false;
let smtp: SMTPServer;
let hub: TestHub;
let operator: TestPerson;
const logged: string[] = [];

beforeAll(async () => {
  smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: (_address, _session, done) => done(isRefusing ? new Error('unknown here') : null),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const [, encoded = ''] = Buffer.concat(chunks).toString().split('\r\n\r\n');
        mails.push({ to: session.envelope.rcptTo[0]?.address ?? '', text: Buffer.from(encoded, 'base64').toString() });
        done();
      });
    },
  });
  await new Promise<void>((done) => smtp.listen(0, '127.0.0.1', done));
  const { port } = smtp.server.address() as AddressInfo;
  hub = await startTestHub(
    { smtpUrl: `smtp://127.0.0.1:${port}`, mailFrom: 'Musubi <musubi@hub.example.jp>', logLevel: 'info' },
    { logTo: { write: (line) => logged.push(line) } },
  );
  operator = await signIn(
    hub,
    await enrolOffice(hub, { officeNumber: '1300000000', serviceTypes: ['43'] }),
    'operator',
  );
});
afterAll(async () => {
  await hub.close();
  await new Promise<void>((done) => smtp.close(done));
});

/** Every test has an hour of its own, so that the limit of one does not reach the next. */
const nextHour = () => {
  hub.clock.stopAt(new Date(hub.context.now().getTime() + 2 * HOUR));
};
const ask = (change: object = {}) =>
  anonymous(hub).call('submitTicket', { body: { category: 'certificate', body: QUESTION, ...change } });
const lookUp = (ticketNumber: string, secret: string) =>
  anonymous(hub).call('lookUpTicket', { body: { ticketNumber, secret } });
const problem = (code: string) => expect.objectContaining({ code });
/** Operators signed in when the clock had not been moved yet. */
const operate = async <T>(run: () => Promise<T>): Promise<T> => {
  const now = hub.clock.now();
  hub.clock.run();
  try {
    return await run();
  } finally {
    hub.clock.stopAt(now);
  }
};

describe('an enquiry', () => {
  it('gets a number, an answer, and the enquirer alone reads it', async () => {
    const { ticketNumber, secret, mailed } = await ask({ mailAddress: 'toi@himitsu.example.jp', personName: '山田' });
    expect(ticketNumber).toMatch(/^[0-9A-HJ-NP-TV-Z]{4}-[0-9A-HJ-NP-TV-Z]{4}$/);
    expect(mailed).toBe(true);
    expect(await lookUp(ticketNumber.toLowerCase(), secret)).toMatchObject({
      state: 'open',
      body: QUESTION,
      answers: [],
    });
    const { items } = await operator.hub.call('operatorListTickets', { query: { state: 'open' } });
    expect(items).toMatchObject([{ ticketNumber, personName: '山田', mailAddress: 'toi@himitsu.example.jp' }]);
    await operator.hub.call('operatorAnswerTicket', { params: { ticketNumber }, body: { body: '10日ほどです。' } });
    const seen = await lookUp(ticketNumber, secret);
    expect(seen).toMatchObject({ state: 'answered', answers: [{ body: '10日ほどです。' }] });
    expect(JSON.stringify(seen)).not.toMatch(/山田|himitsu\.example/);
    await sendTicketMails(hub.context);
    await sendTicketMails(hub.context);
    expect(mails.map(({ to }) => to)).toEqual(['toi@himitsu.example.jp', 'toi@himitsu.example.jp']);
    expect(mails[0]?.text).toContain(ticketNumber);
    expect(mails[0]?.text).not.toContain('himitsu-no-toi');
    expect(mails[1]?.text).toContain('10日ほどです。');
    for (const { text } of mails) expect(text).not.toMatch(/https?:|合言葉:/);
  });

  it('is unknown alike with a wrong number and a wrong secret', async () => {
    nextHour();
    const { ticketNumber, secret } = await ask();
    const refusals = await Promise.allSettled([
      lookUp(ticketNumber, 'wrong'),
      lookUp(ticketNumber, ''),
      lookUp('0000-0000', secret),
      lookUp('0000-0000', ''),
    ]);
    for (const one of refusals) expect(one).toEqual({ status: 'rejected', reason: problem('MSB-TICKET-UNKNOWN') });
  });

  it('becomes an entry of よくある質問 that nobody sees before it was looked over', async () => {
    nextHour();
    const { ticketNumber } = await ask();
    const entry = { topic: 'certificate', question: 'いつ届きますか。', answer: '10日ほどです。' } as const;
    const made = await operate(() =>
      operator.hub.call('operatorMakeFaq', { params: { ticketNumber }, body: { ...entry, words: '' } }),
    );
    expect(made).toMatchObject({ ...entry, shown: false });
    const isPublic = async () => (await anonymous(hub).call('listFaq', {})).entries.some(({ id }) => id === made.id);
    expect(await isPublic()).toBe(false);
    await operate(() =>
      operator.hub.call('operatorChangeFaq', { params: { id: made.id }, body: { ...entry, shown: true } }),
    );
    expect(await isPublic()).toBe(true);
  });

  it('ends, takes no more answers, and is gone after a year', async () => {
    nextHour();
    const { ticketNumber, secret } = await ask({ mailAddress: 'owari@himitsu.example.jp' });
    const params = { ticketNumber };
    await operate(() => operator.hub.call('operatorCloseTicket', { params }));
    for (const call of [
      () => operator.hub.call('operatorCloseTicket', { params }),
      () => operator.hub.call('operatorAnswerTicket', { params, body: { body: 'あ' } }),
    ])
      await expect(operate(call)).rejects.toMatchObject({ code: 'MSB-TICKET-CLOSED' });
    hub.clock.stopIn(364 * 24 * HOUR);
    await dropOldTickets(hub.context);
    expect(await lookUp(ticketNumber, secret)).toMatchObject({ state: 'closed' });
    hub.clock.stopIn(366 * 24 * HOUR);
    await dropOldTickets(hub.context);
    await expect(lookUp(ticketNumber, secret)).rejects.toMatchObject({ code: 'MSB-TICKET-UNKNOWN' });
  });
});

describe('the public form', () => {
  it('takes ten an hour from one place and then says when to come back', async () => {
    nextHour();
    for (let count = 0; count < 10; count++) await ask();
    await expect(ask()).rejects.toMatchObject({ code: 'MSB-REQUEST-TOO-MANY', status: 429 });
    nextHour();
    await ask();
  });

  it('lets nobody try secrets for long', async () => {
    nextHour();
    for (let count = 0; count < 60; count++)
      await expect(lookUp('0000-0000', `guess-${count}`)).rejects.toMatchObject({ code: 'MSB-TICKET-UNKNOWN' });
    await expect(lookUp('0000-0000', 'guess')).rejects.toMatchObject({ code: 'MSB-REQUEST-TOO-MANY' });
  });

  it('keeps machines out that fill in everything, and refuses what is no enquiry', async () => {
    nextHour();
    await expect(ask({ website: 'https://spam.example' })).rejects.toMatchObject({ code: 'MSB-TICKET-REFUSED' });
    for (const change of [{ body: '  ' }, { category: 'x' }, { mailAddress: 'nobody' }, { body: 'あ'.repeat(4001) }])
      await expect(ask(change)).rejects.toMatchObject({ code: 'MSB-REQUEST-INVALID' });
  });

  it('mails one address three times a day at most, and gives up on an address that takes none', async () => {
    nextHour();
    const mailAddress = 'higaisha@himitsu.example.jp';
    const mailed = [];
    for (const address of [mailAddress, mailAddress.toUpperCase(), mailAddress, mailAddress])
      mailed.push((await ask({ mailAddress: address })).mailed);
    expect(mailed).toEqual([true, true, true, false]);
    isRefusing = true;
    for (let round = 0; round < 6; round++) await sendTicketMails(hub.context);
    isRefusing = false;
    mails.length = 0;
    await sendTicketMails(hub.context);
    expect(mails).toEqual([]);
  });

  it('leaves nothing people wrote in logs and audit rows', async () => {
    const rows = await hub.context.database.query("select * from audit_log where action like 'ticket.%'");
    expect(rows.length).toBeGreaterThan(5);
    expect(JSON.stringify(rows) + logged.join('\n')).not.toMatch(/himitsu|山田/);
  });
});
