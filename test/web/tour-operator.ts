import type { Page } from 'playwright-core';
import { type NewOperator, openDesk } from './operator.js';
import { apply, CARE, type World } from './world.js';

/** Takes a picture of the page under a name; of the window alone where `fullPage` is false. */
export type Take = (page: Page, name: string, fullPage?: boolean) => Promise<void>;

/** The operator's desk. */
export async function operatorTour(
  world: World,
  viewport: { width: number; height: number },
  operator: NewOperator,
  take: Take,
): Promise<void> {
  const { page, context } = await world.open({ viewport });
  await openDesk(page, world, operator);
  const screens: readonly (readonly [string, string, string])[] = [
    ['/', '月ごとの容量', '40-operate-overview'],
    ['/operate/offices', '居宅介護支援', '41-operate-offices'],
    [`/operate/offices/${CARE}`, 'この31日', '42-operate-office'],
    ['/operate/certificates', '後がない', '44-operate-certificates'],
    [`/operate/journeys?office=${CARE}`, '対象月', '45-operate-journeys'],
    ['/operate/notices', '新しいお知らせ', '47-operate-notices'],
    ['/operate/tickets', '問い合わせはありません', '49-operate-tickets'],
    ['/operate/faq', '直した日', '50-operate-faq'],
    ['/operate/audit', '理由・符号', '48-operate-audit'],
    ['/operate/licences', '契約（終わりの早い順）', '51-operate-licences'],
    ['/operate/software', 'musubi コマンド', '52-operate-software'],
    ['/operate/imports', '取り込みの記録', '53-operate-imports'],
    ['/operate/service-codes', '取り込んだ表', '55-operate-service-codes'],
  ];
  for (const [path, shows, name] of screens) {
    await page.goto(world.hub.url + path);
    await page.getByText(shows).first().waitFor();
    await take(page, name);
  }
  await page.goto(`${world.hub.url}/operate/offices/${CARE}`);
  await page.getByRole('button', { name: '管理者を追加する' }).click();
  const adding = page.getByRole('dialog');
  await adding.getByLabel('氏名').fill('後任 一郎');
  await adding.getByLabel('理由').fill('管理者が退職し、後任から電話で頼まれたため');
  await take(page, '56-operate-act', false);
  await adding.getByRole('button', { name: '追加する' }).click();
  await adding.getByText(/まだ行っていません/).waitFor();
  await adding.getByRole('button', { name: '閉じる' }).click();
  await page.goto(world.hub.url);
  await page.getByRole('region', { name: 'もう一人の確認を待つ操作' }).getByRole('listitem').first().waitFor();
  await take(page, '57-operate-acts');
  await apply(world);
  await page.goto(`${world.hub.url}/operate/applications`);
  await page.getByRole('button', { name: 'ケアプランみどり' }).first().click();
  await page.getByText('公表データにこの番号はありません。').waitFor();
  await take(page, '54-operate-application', false);
  await page.goto(`${world.hub.url}/operate/people`);
  await page.getByLabel('ユーザIDの始め、または氏名の一部').fill('鈴木');
  await page.getByRole('button', { name: '探す' }).click();
  await page.getByRole('table').waitFor();
  await take(page, '43-operate-people');
  await page.goto(`${world.hub.url}/operate/journeys?office=${CARE}`);
  await page.getByRole('table').getByRole('link').first().click();
  await page.getByText('どこまで進んだか').waitFor();
  await take(page, '46-operate-journey');
  await context.close();
}
