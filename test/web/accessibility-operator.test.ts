import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { newOperator, OPERATOR_SCREENS, openDesk } from './operator.js';
import { sendByProgram } from './program.js';
import { newDesk, openAt as openScreen, type Screens, testScreens } from './screens.js';
import { apply, CARE, NURSING, samples, startWorld, type World } from './world.js';

let world: World;
let operatorDesk: Page;

/** An operator of a hub through which something was sent. */
beforeAll(async () => {
  world = await startWorld();
  const care = await world.join(CARE, '佐藤 ケア');
  await world.join(NURSING, '鈴木 一郎');
  await sendByProgram(care, samples('month-v4/plans', NURSING));
  operatorDesk = await newDesk(world);
  await openDesk(operatorDesk, world, await newOperator(world));
});
afterAll(() => world.close());

const openAt = (page: Page, path: string, shows: (page: Page) => Locator) => openScreen(world, page, path, shows);

const SCREENS: Screens = {
  ...Object.fromEntries(
    Object.entries(OPERATOR_SCREENS).map(([path, shows]) => [
      `the operator's ${path}`,
      () => openAt(operatorDesk, path, (page) => page.getByText(shows)),
    ]),
  ),
  "an operator's look at an application": async () => {
    await apply(world);
    const page = await openAt(operatorDesk, '/operate/applications', (desk) =>
      desk.getByRole('button', { name: 'ケアプランみどり' }),
    );
    await page.getByRole('button', { name: 'ケアプランみどり' }).first().click();
    await page.getByText('公表データにこの番号はありません。').waitFor();
    return page;
  },
  "an operator's form of a campaign": async () => {
    const add = (desk: Page) => desk.getByRole('button', { name: 'キャンペーンを加える' });
    const page = await openAt(operatorDesk, '/operate/licences', add);
    await add(page).click();
    return page;
  },
  "an operator's question for a reason": async () => {
    const page = await openAt(operatorDesk, `/operate/offices/${CARE}`, (desk) => desk.getByText('番号の変更・統合…'));
    await page.getByRole('button', { name: '番号の変更・統合…' }).click();
    return page;
  },
  "an operator's look at a transmission": async () => {
    const page = await openAt(operatorDesk, `/operate/journeys?office=${CARE}`, (desk) =>
      desk.getByRole('table').getByRole('link'),
    );
    await page.getByRole('table').getByRole('link').first().click();
    await page.getByText('どこまで進んだか').waitFor();
    return page;
  },
};

testScreens(SCREENS);
