import { loginPerson } from '@musubi/client';
import { createNodeTransport } from '@musubi/client/node';
import { anonymous, enrolOneTimeCode, signIn, signInAt, type TestHub } from '@musubi/testkit';
import { startPeople, tokenIn } from '@musubi/testkit/people';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { sendAccountMails } from '../notifications/index.js';

const NUMBER = '1377700001';
const logged: string[] = [];
const post = ({ context }: TestHub) => sendAccountMails(context, () => 'https://musubi.example.jp');
const people = await startPeople(NUMBER, post, { write: (line) => logged.push(line) });
const { hub, office, admin, mailbox, mailTo, withTerminal, withMail } = people;
beforeEach(people.reset);
afterAll(people.close);

describe('recovery', () => {
  const ask = (userId: string, mailAddress: string) =>
    anonymous(hub).call('recoverPassword', { body: { userId, mailAddress } });

  it('by user id and address sets a new password, ends all sessions, and leaves the second factor', async () => {
    const person = await withMail('wasureta@himitsu.example.jp');
    const code = await enrolOneTimeCode(hub, person);
    await ask(person.userId, 'WASURETA@himitsu.example.jp');
    const token = tokenIn(await mailTo('wasureta@himitsu.example.jp'));
    mailbox.mails.length = 0;
    await anonymous(hub).call('setPasswordByLink', { body: { token, password: 'yuki-no-asa-no-michi' } });
    await expect(person.hub.call('currentSession', {})).rejects.toMatchObject({ status: 401 });
    expect((await mailTo('wasureta@himitsu.example.jp')).subject).toContain('パスワードが変わりました');
    await expect(withTerminal(person.userId, 'yuki-no-asa-no-michi')).rejects.toMatchObject({
      code: 'MSB-AUTH-ONE-TIME-CODE-REQUIRED',
    });
    const login = {
      userId: person.userId,
      password: 'yuki-no-asa-no-michi',
      oneTimeCode: code(),
      terminal: person.terminal,
    };
    await loginPerson(anonymous(hub), office.identity, login, hub.context.now());
  });

  it('answers the same whoever asks, mails nobody who does not match, and only so often', async () => {
    const person = await withMail('onaji@himitsu.example.jp');
    const raw = async (body: object, path = '/v1/recovery/password') => {
      const answer = await createNodeTransport(hub.url, hub.caPem).request({
        method: 'POST',
        path,
        headers: { 'content-type': 'application/json' },
        body: new TextEncoder().encode(JSON.stringify(body)),
      });
      return { status: answer.status, size: answer.body.length };
    };
    const right = await raw({ userId: person.userId, mailAddress: 'onaji@himitsu.example.jp' });
    expect(await raw({ userId: 'C0000000000', mailAddress: 'onaji@himitsu.example.jp' })).toEqual(right);
    expect(await raw({ userId: person.userId, mailAddress: 'other@himitsu.example.jp' })).toEqual(right);
    expect(await raw({ mailAddress: 'other@himitsu.example.jp' }, '/v1/recovery/user-id')).toEqual(right);
    await mailTo('onaji@himitsu.example.jp');
    expect(mailbox.mails).toHaveLength(1);
    for (let time = 0; time < 5; time++) {
      await ask(person.userId, 'onaji@himitsu.example.jp');
      await post(hub);
    }
    expect(mailbox.mails).toHaveLength(3);
    for (let time = 0; time < 25; time++) await ask('C0000000000', 'x@example.jp').catch(() => {});
    await expect(ask('C0000000000', 'x@example.jp')).rejects.toMatchObject({ code: 'MSB-REQUEST-TOO-MANY' });
  });

  it('tells forgotten user ids by mail', async () => {
    const person = await withMail('dare@himitsu.example.jp');
    await anonymous(hub).call('recoverUserId', { body: { mailAddress: 'dare@himitsu.example.jp' } });
    expect((await mailTo('dare@himitsu.example.jp')).text).toContain(`${person.userId}（ケアプランひまわり）`);
  });

  it('by a link ends after an hour, and when the address changes', async () => {
    const person = await withMail('jikan@himitsu.example.jp');
    await ask(person.userId, 'jikan@himitsu.example.jp');
    const token = tokenIn(await mailTo('jikan@himitsu.example.jp'));
    hub.clock.stopIn(61 * 60_000);
    const late = anonymous(hub).call('openLink', { body: { token } });
    await expect(late).rejects.toMatchObject({ code: 'MSB-LINK-INVALID' });
    hub.clock.run();
    await person.hub.call('setMailAddress', { body: { mailAddress: null } });
    const moved = anonymous(hub).call('openLink', { body: { token } });
    await expect(moved).rejects.toMatchObject({ code: 'MSB-LINK-INVALID' });
  });
});

describe('who is not signed in', () => {
  it('learns nothing from the lock: an id nobody has locks as well', async () => {
    const login = () =>
      loginPerson(
        anonymous(hub),
        office.identity,
        { userId: 'C9999999999', password: 'x', terminal: { id: crypto.randomUUID(), name: '訪問用PC', secret: null } },
        hub.context.now(),
      );
    for (let attempt = 0; attempt < 5; attempt++)
      await expect(login()).rejects.toMatchObject({ code: 'MSB-AUTH-REFUSED' });
    await expect(login()).rejects.toMatchObject({ code: 'MSB-AUTH-LOCKED' });
  });

  it('gets no cookie, and a session opens nothing without its terminal: nothing a browser sends by itself counts', async () => {
    const { authorization = '' } = admin.hub.headers();
    const get = (headers: Record<string, string>) => hub.app.inject({ method: 'GET', url: '/v1/session', headers });
    const crossOrigin = await get({ authorization, origin: 'https://evil.example' });
    expect(crossOrigin.statusCode).toBe(401);
    const cookie = await get({ cookie: `token=${authorization}`, origin: 'https://evil.example' });
    expect(cookie.statusCode).toBe(401);
    const good = await get(admin.hub.headers());
    expect(good.statusCode).toBe(200);
    for (const answer of [crossOrigin, good]) {
      expect(answer.headers['set-cookie']).toBeUndefined();
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('cannot fix a session: each sign-in makes a new one, and an old token stays what it was', async () => {
    const person = await signIn(hub, office, 'staff');
    const again = await signInAt(hub, office, person);
    expect(again.answer.token).not.toBe(person.answer.token);
    expect(again.answer.refreshToken).not.toBe(person.answer.refreshToken);
  });
});

it('mail addresses and tokens stand neither in logs nor in the audit log', async () => {
  const person = await signIn(hub, office, 'staff');
  await person.hub.call('setMailAddress', { body: { mailAddress: 'kakusu@himitsu.example.jp' } });
  const token = tokenIn(await mailTo('kakusu@himitsu.example.jp'));
  const rows = await hub.context.database.query<{ row: string }>('select row_to_json(a)::text as row from audit_log a');
  const told = logged.join('\n') + rows.map(({ row }) => row).join('\n');
  expect(told).toContain('account.mail-registered');
  expect(told).not.toContain('himitsu');
  expect(told).not.toContain(token);
});
