import { officeUserId } from '@musubi/hub';
import { PASSWORD } from '@musubi/testkit';
import type { Page } from 'playwright-core';
import { CARE } from './world.js';

/** A value that the page about an application hands over, by its label. */
export async function shown(page: Page, label: string): Promise<string> {
  const value = page.locator('dt', { hasText: label }).locator('xpath=following-sibling::dd[1]').locator('strong');
  return (await value.textContent()) ?? '';
}

/** The first sign-in on the PC that has the certificate: the first password is changed before anything else. */
export async function signInFirst(page: Page, password: string): Promise<void> {
  await page.getByLabel('パスワード', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'ログイン', exact: true }).click();
  await page.getByLabel('事業所のユーザID').fill(officeUserId(CARE));
  await page.getByRole('button', { name: 'ログイン', exact: true }).click();
  await page.getByRole('heading', { name: '新しいパスワードを決めてください' }).waitFor();
  await page.getByLabel('いまのパスワード').fill(password);
  await page.getByLabel('新しいパスワード', { exact: true }).fill(PASSWORD);
  await page.getByLabel('新しいパスワード（もう一度）').fill(PASSWORD);
  await page.getByRole('button', { name: 'パスワードを変える' }).click();
  await page.getByRole('heading', { name: 'トップページ' }).waitFor();
}
