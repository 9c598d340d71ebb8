import {
  anonymous,
  confirmedBy,
  enrolOffice,
  enrolOneTimeCode,
  PASSWORD,
  signIn,
  startTestHub,
  type TestHub,
} from '@musubi/testkit';
import { startPeople, tokenIn } from '@musubi/testkit/people';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { changeAccount } from '../index.js';
import { sendAccountMails } from '../notifications/index.js';

const NUMBER = '1377700001';
const DAY = 24 * 60 * 60_000;
const post = ({ context }: TestHub) => sendAccountMails(context, () => 'https://musubi.example.jp');
const people = await startPeople(NUMBER, post);
const { hub, office, admin, mailbox, mailTo, withTerminal, withMail } = people;
beforeEach(people.reset);
afterAll(people.close);

const personOf = async (userId: string) =>
  (await admin.hub.call('listPeople', {})).people.find((person) => person.userId === userId);

describe('an invitation', () => {
  const invite = (mailAddress: string) =>
    admin.hub.call('invitePerson', { body: { displayName: '新井 新人', role: 'staff', mailAddress } });

  it('comes by mail, shows office and role, and ends with a password that opens a session', async () => {
    const invited = await invite('arai@himitsu.example.jp');
    expect(invited).toMatchObject({ displayName: '新井 新人', mail: 'unverified', terminals: [] });
    const mail = await mailTo('arai@himitsu.example.jp');
    expect(mail.subject).toBe('【Musubi】ケアプランひまわり から招待されました');
    const token = tokenIn(mail);
    expect(await anonymous(hub).call('openLink', { body: { token } })).toMatchObject({
      purpose: 'invitation',
      userId: invited.userId,
      officeName: 'ケアプランひまわり',
      officeUserId: `KJ13${NUMBER}`,
      role: 'staff',
    });
    const weak = anonymous(hub).call('setPasswordByLink', { body: { token, password: 'mijikai' } });
    await expect(weak).rejects.toMatchObject({ code: 'MSB-AUTH-PASSWORD-WEAK' });
    await anonymous(hub).call('setPasswordByLink', { body: { token, password: 'ame-no-hi-no-sanpo' } });
    const session = await withTerminal(invited.userId, 'ame-no-hi-no-sanpo');
    expect(session.session.mustChangePassword).toBe(false);
    expect(await personOf(invited.userId)).toMatchObject({
      invitedUntil: null,
      mail: 'verified',
      terminals: [{ name: '訪問用PC' }],
    });
    const again = anonymous(hub).call('setPasswordByLink', { body: { token, password: 'ame-no-hi-no-sanpo-2' } });
    await expect(again).rejects.toMatchObject({ code: 'MSB-LINK-INVALID' });
  });

  it('can be sent again, which ends the link before, and be withdrawn', async () => {
    const { userId } = await invite('mada@himitsu.example.jp');
    const first = tokenIn(await mailTo('mada@himitsu.example.jp'));
    mailbox.mails.length = 0;
    await admin.hub.call('resendInvitation', { params: { userId } });
    const second = tokenIn(await mailTo('mada@himitsu.example.jp'));
    await expect(anonymous(hub).call('openLink', { body: { token: first } })).rejects.toMatchObject({ status: 410 });
    await anonymous(hub).call('openLink', { body: { token: second } });
    await admin.hub.call('removePerson', { params: { userId } });
    await expect(anonymous(hub).call('openLink', { body: { token: second } })).rejects.toMatchObject({ status: 410 });
    expect(await personOf(userId)).toBeUndefined();
    const notInvited = admin.hub.call('resendInvitation', { params: { userId: admin.userId } });
    await expect(notInvited).rejects.toMatchObject({ code: 'MSB-PERSON-NOT-INVITED' });
  });

  it('ends after a week', async () => {
    await invite('osoi@himitsu.example.jp');
    const token = tokenIn(await mailTo('osoi@himitsu.example.jp'));
    hub.clock.stopIn(7.1 * DAY);
    await expect(anonymous(hub).call('openLink', { body: { token } })).rejects.toMatchObject({
      code: 'MSB-LINK-INVALID',
    });
  });

  it('needs a mail server', async () => {
    const silent = await startTestHub();
    const own = await enrolOffice(silent, { officeNumber: NUMBER, serviceTypes: ['43'] });
    const person = await signIn(silent, own, 'administrator');
    const body = { displayName: 'x', role: 'staff', mailAddress: 'x@example.jp' } as const;
    await expect(person.hub.call('invitePerson', { body })).rejects.toMatchObject({ code: 'MSB-MAIL-UNAVAILABLE' });
    expect((await person.hub.call('listPeople', {})).canMail).toBe(false);
    await silent.close();
  });
});

it('an initial password opens nothing after fourteen days, and says so', async () => {
  const { person, initialPassword, passwordExpiresAt } = await admin.hub.call('addPerson', {
    body: { displayName: '休みの人', role: 'reader' },
  });
  const days = (Date.parse(passwordExpiresAt ?? '') - hub.clock.now().getTime()) / DAY;
  expect(days).toBeCloseTo(14, 1);
  hub.clock.stopIn(14.1 * DAY);
  await expect(withTerminal(person.userId, initialPassword)).rejects.toMatchObject({
    code: 'MSB-AUTH-PASSWORD-EXPIRED',
  });
  await expect(withTerminal(person.userId, 'chigau-password-9')).rejects.toMatchObject({ code: 'MSB-AUTH-REFUSED' });
  hub.clock.run();
  expect((await withTerminal(person.userId, initialPassword)).session.mustChangePassword).toBe(true);
});

describe('an administrator', () => {
  it('removes a leaver: access ends at once, nobody sees the account, history keeps the name', async () => {
    const leaver = await signIn(hub, office, 'staff', '辞める 人');
    await admin.hub.call('removePerson', { params: { userId: leaver.userId } });
    await expect(leaver.hub.call('currentSession', {})).rejects.toMatchObject({ status: 401 });
    await expect(withTerminal(leaver.userId)).rejects.toMatchObject({ code: 'MSB-AUTH-REFUSED' });
    expect(await personOf(leaver.userId)).toBeUndefined();
    const change = admin.hub.call('changePerson', { params: { userId: leaver.userId }, body: { disabled: false } });
    await expect(change).rejects.toMatchObject({ code: 'MSB-PERSON-UNKNOWN' });
    const kept = await hub.context.database.query('select display_name from accounts where user_id = $1', [
      leaver.userId,
    ]);
    expect(kept).toEqual([{ display_name: '辞める 人' }]);
  });

  it('cannot leave the office without one, whatever way is tried', async () => {
    const { userId } = admin;
    const last = { code: 'MSB-PERSON-LAST-ADMINISTRATOR' };
    await expect(admin.hub.call('removePerson', { params: { userId } })).rejects.toMatchObject(last);
    for (const body of [{ disabled: true }, { role: 'reader' } as const])
      await expect(admin.hub.call('changePerson', { params: { userId }, body })).rejects.toMatchObject(last);
    const second = await signIn(hub, office, 'administrator');
    const outcomes = await Promise.allSettled([
      changeAccount(hub.context, NUMBER, userId, { role: 'staff' }, 'test'),
      changeAccount(hub.context, NUMBER, second.userId, { role: 'staff' }, 'test'),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await changeAccount(hub.context, NUMBER, userId, { role: 'administrator' }, 'test');
    await hub.context.database.query("update accounts set role = 'staff' where user_id = $1", [second.userId]);
  });

  it('unlocks, signs out everywhere, and never touches an operator', async () => {
    const person = await signIn(hub, office, 'staff');
    for (let attempt = 0; attempt < 5; attempt++) await withTerminal(person.userId, 'chigau').catch(() => {});
    expect(await personOf(person.userId)).toMatchObject({ locked: true });
    await admin.hub.call('unlockPerson', { params: { userId: person.userId } });
    await withTerminal(person.userId);
    await admin.hub.call('signOutPerson', { params: { userId: person.userId } });
    await expect(person.hub.call('currentSession', {})).rejects.toMatchObject({ status: 401 });
    expect(await personOf(person.userId)).toMatchObject({ terminals: [], locked: false });
    const operator = await signIn(hub, office, 'operator');
    expect(await personOf(operator.userId)).toBeUndefined();
    const reset = admin.hub.call('resetPassword', { params: { userId: operator.userId } });
    await expect(reset).rejects.toMatchObject({ code: 'MSB-PERSON-UNKNOWN' });
  });
});

describe('the second factor', () => {
  it('can be asked of everybody: who has none must enrol at the next sign-in before anything else', async () => {
    const working = await signIn(hub, office, 'staff');
    await admin.hub.call('setOfficeRules', { body: { requiresOneTimeCode: true } });
    await working.hub.call('summary', {}); // work in progress goes on
    const next = await withTerminal(working.userId);
    expect(next.session.mustEnrolOneTimeCode).toBe(true);
    await expect(next.hub.call('summary', {})).rejects.toMatchObject({ code: 'MSB-AUTH-ONE-TIME-CODE-ENROL' });
    const wrong = next.hub.call('confirmOneTimeCode', { body: { code: '000000' } });
    await expect(wrong).rejects.toMatchObject({ code: 'MSB-AUTH-CODE-WRONG' });
    const code = (await enrolOneTimeCode(hub, next))();
    await next.hub.call('summary', {});
    expect((await next.hub.call('currentSession', {})).mustEnrolOneTimeCode).toBe(false);
    const removal = next.hub.call('removeOneTimeCode', { body: { code } });
    await expect(removal).rejects.toMatchObject({ code: 'MSB-ONE-TIME-CODE-RULE' });
    await admin.hub.call('setOfficeRules', { body: { requiresOneTimeCode: false } });
    await next.hub.call('removeOneTimeCode', { body: { code } });
    await withTerminal(working.userId);
  });

  it('lets a shorter password do, which must be lengthened before the factor goes', async () => {
    const person = await signIn(hub, office, 'staff');
    const change = (currentPassword: string, newPassword: string) =>
      person.hub.call('changePassword', { body: { currentPassword, newPassword } });
    await expect(change(PASSWORD, 'ame-sora')).rejects.toMatchObject({ code: 'MSB-AUTH-PASSWORD-WEAK' });
    const code = await enrolOneTimeCode(hub, person);
    await change(PASSWORD, 'ame-sora');
    const removal = () => person.hub.call('removeOneTimeCode', { body: { code: code() } });
    await expect(removal()).rejects.toMatchObject({ code: 'MSB-ONE-TIME-CODE-SHORT-PASSWORD' });
    // A lost telephone: the administrator takes the factor away, and the short password must go at the next sign-in.
    await admin.hub.call('resetOneTimeCode', { params: { userId: person.userId } });
    await expect(person.hub.call('currentSession', {})).rejects.toMatchObject({ status: 401 });
    expect((await withTerminal(person.userId, 'ame-sora')).session.mustChangePassword).toBe(true);
  });

  it('in use goes on counting until the new one was confirmed', async () => {
    const person = await signIn(hub, office, 'staff');
    await enrolOneTimeCode(hub, person);
    await person.hub.call('enrolOneTimeCode', {});
    await expect(withTerminal(person.userId)).rejects.toMatchObject({ code: 'MSB-AUTH-ONE-TIME-CODE-REQUIRED' });
  });

  it('of the last administrator is reset by an operator', async () => {
    const operator = await signIn(hub, office, 'operator');
    const lost = await withMail('lost@himitsu.example.jp');
    await enrolOneTimeCode(hub, lost);
    const body = { action: 'reset-second-factor', reason: '端末をなくしたため' } as const;
    await operator.hub.call('operatorActOnPerson', { params: { userId: lost.userId }, body });
    const second = await signIn(hub, office, 'operator');
    await confirmedBy(second);
    expect((await mailTo('lost@himitsu.example.jp')).subject).toContain('確認コードが解除されました');
    mailbox.mails.length = 0;
    await operator.hub.call('operatorResetPassword', {
      params: { officeNumber: NUMBER, personId: lost.userId },
      body: { reason: '端末をなくしたため' },
    });
    expect(await confirmedBy(second)).toMatchObject([{ initialPassword: null, mailed: true }]);
    const token = tokenIn(await mailTo('lost@himitsu.example.jp'));
    await anonymous(hub).call('setPasswordByLink', { body: { token, password: PASSWORD } });
    await withTerminal(lost.userId);
    const { items } = await admin.hub.call('listOwnAudit', { query: {} });
    expect(items).toContainEqual(
      expect.objectContaining({ action: 'account.operator-reset-password', detail: '端末をなくしたため' }),
    );
    const own = { params: { officeNumber: NUMBER, personId: operator.userId }, body: { reason: 'まちがい操作' } };
    await expect(operator.hub.call('operatorResetPassword', own)).rejects.toMatchObject({ code: 'MSB-PERSON-OWN' });
  });
});

describe('a mail address', () => {
  it('counts once its link was opened, in its time and once; the one before hears of the change', async () => {
    const person = await withMail('mae@himitsu.example.jp');
    await person.hub.call('setMailAddress', { body: { mailAddress: 'ato@himitsu.example.jp' } });
    expect(await person.hub.call('getMailSettings', {})).toMatchObject({
      address: 'mae@himitsu.example.jp',
      pending: 'ato@himitsu.example.jp',
    });
    const token = tokenIn(await mailTo('ato@himitsu.example.jp'));
    await anonymous(hub).call('confirmMailAddress', { body: { token } });
    expect((await person.hub.call('getMailSettings', {})).address).toBe('ato@himitsu.example.jp');
    expect((await mailTo('mae@himitsu.example.jp')).subject).toContain('メールアドレスが変わりました');
    await expect(anonymous(hub).call('confirmMailAddress', { body: { token } })).rejects.toMatchObject({ status: 410 });
    await person.hub.call('setMailAddress', { body: { mailAddress: 'mada@himitsu.example.jp' } });
    const late = tokenIn(await mailTo('mada@himitsu.example.jp'));
    hub.clock.stopIn(1.1 * DAY);
    const tooLate = anonymous(hub).call('confirmMailAddress', { body: { token: late } });
    await expect(tooLate).rejects.toMatchObject({ code: 'MSB-LINK-INVALID' });
  });

  it('cannot be used to flood somebody with mail', async () => {
    const person = await signIn(hub, office, 'staff');
    const ask = () => person.hub.call('setMailAddress', { body: { mailAddress: 'dareka@himitsu.example.jp' } });
    for (let time = 0; time < 5; time++) await ask();
    await expect(ask()).rejects.toMatchObject({ code: 'MSB-REQUEST-TOO-MANY', status: 429 });
  });

  it('that is refused for good three times is left alone, and shown', async () => {
    const person = await signIn(hub, office, 'staff');
    mailbox.mood = 'refusing';
    await person.hub.call('setMailAddress', { body: { mailAddress: 'nai@himitsu.example.jp' } });
    for (let hour = 0; hour < 4; hour++) {
      hub.clock.stopIn(hour * 60 * 60_000);
      await post(hub);
    }
    hub.clock.run();
    expect(await person.hub.call('getMailSettings', {})).toMatchObject({ refused: true });
    expect(await personOf(person.userId)).toMatchObject({ mail: 'refused' });
  });
});
