import { grantAgent } from '@musubi/testkit';
import { startPeople } from '@musubi/testkit/people';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { sendAccountMails } from '../notifications/index.js';

let world: Awaited<ReturnType<typeof startPeople>>;

beforeAll(async () => {
  world = await startPeople('1377700001', (hub) => sendAccountMails(hub.context, () => 'https://musubi.example.jp'));
});
beforeEach(() => world.reset());
afterAll(() => world.close());

const codeOf = (run: Promise<unknown>) =>
  run.then(
    () => 'sent',
    (error: { code?: string }) => error.code ?? 'no answer',
  );

it('M14: one address gets five links of delegations an hour, from grants and new links together', async () => {
  const mailAddress = 'daiko@example.jp';
  const { delegation } = await grantAgent(world.hub, world.admin, { mailAddress });
  const again = (to: string | null) =>
    codeOf(
      world.admin.hub.call('makeDelegationLink', {
        params: { delegationId: delegation.id },
        body: { mailAddress: to },
      }),
    );
  for (let time = 0; time < 4; time++) expect(await again(mailAddress)).toBe('sent');
  expect(await again('DAIKO@example.jp')).toBe('MSB-REQUEST-TOO-MANY');
  expect(await codeOf(grantAgent(world.hub, world.admin, { mailAddress }))).toBe('MSB-REQUEST-TOO-MANY');
  expect(await again(null)).toBe('sent'); // handed over, not mailed
  expect(world.mailbox.mails).toHaveLength(5);
});

it('M14: an office mails thirty links an hour, whoever they go to', async () => {
  const answers: string[] = [];
  for (let at = 0; at < 32; at++)
    answers.push(await codeOf(grantAgent(world.hub, world.admin, { mailAddress: `daiko-${at}@example.jp` })));
  expect(answers.filter((one) => one === 'sent')).toHaveLength(30);
  expect(answers.slice(30)).toEqual(['MSB-REQUEST-TOO-MANY', 'MSB-REQUEST-TOO-MANY']);
});

it('L11: a person hears by mail that somebody reset their password', async () => {
  const person = await world.withMail('tanaka@example.jp');
  await world.admin.hub.call('resetPassword', { params: { userId: person.userId } });
  const mail = await world.mailTo('tanaka@example.jp');
  expect(mail.subject).toContain('パスワードが初期化されました');
  expect(mail.text).not.toMatch(/初期パスワード: ?\S/);
});
