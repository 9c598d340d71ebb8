import { PASSWORD } from '@musubi/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { signInFirst, takeOver } from './agent.js';
import { CARE, goTo, HOME_HELP, type Participant, startWorld, type World } from './world.js';

const DAY = 24 * 60 * 60 * 1000;

let world: World;
let care: Participant;
let help: Participant;

beforeAll(async () => {
  world = await startWorld();
  care = await world.join(CARE, '佐藤 ケア');
  help = await world.join(HOME_HELP, '山田 訪問');
});
afterAll(() => world.close());

const grant = ({ person }: Participant, days: number) =>
  person.hub.call('grantDelegation', {
    body: {
      agentName: 'みどり事務代行',
      agentOfficeNumber: null,
      mailAddress: null,
      maySend: true,
      mayReceive: true,
      validUntil: world.hub.clock.after(days * DAY).toISOString(),
    },
  });
const acting = (page: Page) => page.getByRole('region', { name: '代行している事業所' });

it('an agent of two offices sees for which one it acts, and switches with one press', async () => {
  const { page } = await world.open();
  const first = await takeOver(page, await grant(care, 100));
  await page.getByRole('link', { name: 'ログインへ進む' }).click();
  await signInFirst(page, first, CARE);
  await acting(page).getByText(`${care.name}（${CARE}）の代行をしています（送信と受信）`).waitFor();
  expect(await acting(page).getByRole('button').count()).toBe(0); // there is no other certificate here

  const second = await takeOver(page, await grant(help, 100));
  await page.goto(world.hub.url);
  await acting(page).getByRole('button', { name: '事業所を切り替える' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: `${help.name}（${HOME_HELP}）の代行` })
    .click();
  await page.getByRole('heading', { name: 'ログイン', exact: true }).waitFor();
  await page.getByRole('radio', { name: new RegExp(HOME_HELP), checked: true }).waitFor();
  expect(await page.getByLabel('ユーザID', { exact: true }).inputValue()).toBe(second.userId);
  await signInFirst(page, second, HOME_HELP);
  await acting(page).getByText(`${help.name}（${HOME_HELP}）の代行をしています`).waitFor();

  // Back again: the browser knows who uses which certificate, only the password is typed.
  await acting(page).getByRole('button', { name: '事業所を切り替える' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: `${care.name}（${CARE}）の代行` })
    .click();
  await page.getByLabel('パスワード', { exact: true }).fill(PASSWORD);
  expect(await page.getByLabel('ユーザID', { exact: true }).inputValue()).toBe(first.userId);
  await page.getByRole('button', { name: 'ログイン', exact: true }).click();
  await acting(page).getByText(`${care.name}（${CARE}）の代行をしています`).waitFor();
});

it('an agent whose delegation was prolonged hears so, makes a new certificate and signs in with it', async () => {
  const { page } = await world.open();
  const granted = await grant(care, 20);
  const agent = await takeOver(page, granted);
  await page.getByRole('link', { name: 'ログインへ進む' }).click();
  await signInFirst(page, agent, CARE);
  await page.getByText(/代行の期間が終わるまで、あと19日です。/).waitFor();
  await care.person.hub.call('renewDelegation', {
    params: { delegationId: granted.delegation.id },
    body: { validUntil: world.hub.clock.after(200 * DAY).toISOString() },
  });
  // By itself: the office's change reaches the agent's screen.
  await page.getByText('代行の期間が延びました。証明書を新しくしてください。').waitFor();
  await page.getByRole('link', { name: '設定の「証明書」で新しくする' }).click();
  await page.getByRole('button', { name: '証明書を新しくする' }).click();
  await page.getByText('この PC に証明書が入りました。').waitFor();
  await page.getByRole('button', { name: 'ログアウト' }).click();
  await page.getByRole('heading', { name: 'ログイン', exact: true }).waitFor();
  const { delegations } = await care.person.hub.call('listDelegations', {});
  const until = delegations.find(({ id }) => id === granted.delegation.id);
  expect(Date.parse(until?.validUntil ?? '') - Date.parse(until?.certificateUntil ?? '')).toBeLessThan(1000);
  await page.getByLabel('パスワード', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'ログイン', exact: true }).click();
  await acting(page).waitFor();
  expect(await page.getByText('証明書を新しくしてください。').count()).toBe(0);
  await goTo(page, '設定');
  const certificates = page.getByRole('region', { name: '証明書', exact: true });
  await certificates.getByText('いま使うもの').waitFor();
  await certificates.getByText('以前のもの').waitFor();
  expect(await page.getByRole('button', { name: '証明書を新しくする' }).count()).toBe(0);
});
