import { FILE } from '@musubi/testkit/fixtures';
import { expect } from 'vitest';
import { webTest } from './fixtures.js';
import { login, signInAgain } from './world.js';

const it = webTest.extend('settings', FILE, { idleMinutes: 30 });

it('M2: a screen that was left locks itself, keeps what was typed, and ends the session on the hub', async ({
  world,
  care,
}) => {
  const { page } = await world.open();
  await page.clock.install({ time: world.hub.clock.now() });
  await login(page, world, care);
  await page.getByRole('navigation', { name: 'メニュー' }).getByRole('link', { name: '新規作成' }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  const path = new URL(page.url()).pathname;

  await page.clock.fastForward('29:00');
  await page.mouse.move(10, 10); // somebody is there after all
  await page.mouse.move(20, 20);
  await page.clock.fastForward('29:00');
  expect(await page.getByLabel('ユーザID', { exact: true }).isVisible()).toBe(false);
  await page.clock.fastForward('02:00');
  await page.getByText('ログインの有効時間が過ぎたため、ログアウトしました。').waitFor();
  const open = await world.hub.context.database.query(
    `select 1 from sessions s join accounts using (account_id) join terminals t using (terminal_id)
      where user_id = $1 and t.name <> '事務所PC' and s.closed_at is null`,
    [care.person.userId],
  );
  expect(open).toEqual([]);

  await page.clock.setSystemTime(world.hub.clock.now()); // the hub's clock has not moved
  await signInAgain(page, care.person.userId, care.person.password);
  await page.getByRole('navigation', { name: 'メニュー' }).waitFor();
  expect(new URL(page.url()).pathname).toBe(path);
});

it('M10: a change of what guards an account asks for the password again, and goes on by itself then', async ({
  world,
  care,
}) => {
  const { page } = await world.open();
  await login(page, world, care);
  await page.getByRole('navigation', { name: '事業所のメニュー' }).getByRole('link', { name: '設定' }).click();
  const factor = page.getByRole('region', { name: '確認コード' });
  await factor.getByRole('button', { name: '登録する' }).waitFor();
  world.hub.clock.stopIn(6 * 60_000); // the desk was left for six minutes
  await factor.getByRole('button', { name: '登録する' }).click();
  const dialog = page.getByRole('dialog', { name: '本人であることの確認' });
  await dialog.getByLabel('いまのパスワード').fill('chigau-password-1');
  await dialog.getByRole('button', { name: '確かめて続ける' }).click();
  await dialog.getByRole('alert').waitFor();
  await dialog.getByLabel('いまのパスワード').fill(care.person.password);
  await dialog.getByRole('button', { name: '確かめて続ける' }).click();
  await page.getByRole('img', { name: '認証アプリで読み取る図' }).waitFor();
  expect(await dialog.isVisible()).toBe(false);
  world.hub.clock.run();
});
