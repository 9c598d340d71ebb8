import type { GrantAnswer } from '@musubi/contract';
import { officeUserId } from '@musubi/hub';
import { PASSWORD } from '@musubi/testkit';
import type { Page } from 'playwright-core';

/** What stands beside a label on a page that hands something over. */
export const shown = (page: Page, label: string): Promise<string | null> =>
  page.locator('dt', { hasText: label }).locator('xpath=following-sibling::dd[1]').locator('strong').textContent();

/** Who an agent is after it took its ids over. */
export interface NewAgent {
  readonly userId: string;
  readonly firstPassword: string;
}

/** Opens an agent's link and takes ids and certificate over, to the place where the login is offered. */
export async function takeOver(
  page: Page,
  { link, claimCode }: Pick<GrantAnswer, 'link' | 'claimCode'>,
): Promise<NewAgent> {
  await page.goto(link ?? '');
  await page.getByLabel('受取コード（8桁の数字）').fill(claimCode);
  await page.getByRole('button', { name: 'ユーザIDと初期パスワードを受け取る' }).click();
  await page.getByText('一度だけ表示しています。').waitFor();
  const userId = (await shown(page, 'あなたのユーザID')) ?? '';
  const firstPassword = (await shown(page, '初期パスワード')) ?? '';
  await page.getByRole('button', { name: 'この PC に証明書を入れる' }).click();
  await page.getByText('この PC に証明書が入りました。').waitFor();
  return { userId, firstPassword };
}

/** The first sign-in, on the login screen: the office's id, and a password of one's own. */
export async function signInFirst(page: Page, { firstPassword }: NewAgent, officeNumber: string): Promise<void> {
  const login = page.getByRole('button', { name: 'ログイン', exact: true });
  await page.getByLabel('パスワード', { exact: true }).fill(firstPassword);
  await login.click();
  await page.getByLabel('事業所のユーザID').fill(officeUserId(officeNumber));
  await login.click();
  await page.getByRole('heading', { name: '新しいパスワードを決めてください' }).waitFor();
  await page.getByLabel('いまのパスワード').fill(firstPassword);
  await page.getByLabel('新しいパスワード', { exact: true }).fill(PASSWORD);
  await page.getByLabel('新しいパスワード（もう一度）').fill(PASSWORD);
  await page.getByRole('button', { name: 'パスワードを変える' }).click();
  await page.getByRole('heading', { name: 'トップページ' }).waitFor();
}
