import { fingerprintWords } from '@musubi/evidence';
import { enrolCertificate, signInAt, type TestOffice } from '@musubi/testkit';
import { packInputFor, submitSample } from '@musubi/testkit/transmissions';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sendByProgram } from './program.js';
import {
  anew,
  CARE,
  drop,
  goTo,
  HOME_HELP,
  login,
  NURSING,
  type Participant,
  samples,
  startWorld,
  type World,
} from './world.js';

let world: World;
let care: Participant;
let nurse: Participant;
/** The nurses' PC. */
let page: Page;

beforeAll(async () => {
  world = await startWorld();
  care = await world.join(CARE, '佐藤 ケア');
  nurse = await world.join(NURSING, '鈴木 一郎');
  ({ page } = await world.open());
  await login(page, world, nurse);
});
afterAll(() => world.close());

const further = async ({ office }: Participant): Promise<TestOffice> => ({
  officeNumber: office.officeNumber,
  ...(await enrolCertificate(world.hub, office.officeNumber)),
});
const wordsOf = async ({ identity }: TestOffice) =>
  (await fingerprintWords(identity.certificate.fingerprint)).join('・');
const STRANGERS = '見覚えのない証明書が1件、この事業所に登録されています。';
const ASKED = '取引先の新しい証明書を確かめてください（1事業所）。';

it('C1: a certificate nobody of the office asked for is told of on every screen, until somebody endorses or revokes it', async () => {
  const operators = await further(nurse);
  await page.getByRole('alert').filter({ hasText: STRANGERS }).waitFor();
  await goTo(page, '受信一覧');
  await page.getByRole('alert').filter({ hasText: STRANGERS }).waitFor();
  await page.getByRole('link', { name: '証明書の管理を開く' }).click();
  const number = operators.identity.certificate.fingerprint.slice(0, 8);
  const row = page
    .getByRole('region', { name: '事業所の証明書の管理' })
    .getByRole('listitem')
    .filter({ hasText: `番号 ${number}` });
  await row.getByText('まだ裏書きされていません').waitFor();
  await row.getByRole('button', { name: `番号 ${number} の証明書を失効させる` }).click();
  await page.getByRole('dialog').getByRole('button', { name: '失効させる' }).click();
  await page.getByText(STRANGERS).waitFor({ state: 'detached' });
});

it("a colleague's certificate is endorsed by an administrator who compares its words", async () => {
  const colleagues = await further(nurse);
  await page.getByText(STRANGERS).waitFor();
  const number = colleagues.identity.certificate.fingerprint.slice(0, 8);
  await page.getByRole('button', { name: `番号 ${number} の証明書に裏書きする…` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(await wordsOf(colleagues)).waitFor();
  await dialog.getByRole('button', { name: 'ことばが同じなので裏書きする' }).click();
  await page.getByText('裏書きしました。').waitFor();
  await page.getByText(STRANGERS).waitFor({ state: 'detached' });
  const { certificates } = await care.person.hub.call('listOfficeCertificates', { params: { officeNumber: NURSING } });
  const told = certificates.find((one) => one.fingerprint === colleagues.identity.certificate.fingerprint);
  expect(told?.endorsements).toHaveLength(1);
});

it('a renewed certificate is endorsed by the one before in the same step', async () => {
  const own = page.getByRole('region', { name: '事業所の証明書の管理' });
  await own.getByRole('button', { name: '新しい証明書を申請する' }).click();
  await own.getByText('証明書のことば').waitFor();
  await expect
    .poll(async () => {
      const { certificates } = await care.person.hub.call('listOfficeCertificates', {
        params: { officeNumber: NURSING },
      });
      return certificates.filter(({ endorsements, revokedAt }) => endorsements.length === 0 && revokedAt === null)
        .length;
    })
    .toBe(1); // the very first one, which needs nobody
});

it('M16: what an unknown certificate signed is not opened; its words are asked about once', async () => {
  await sendByProgram(care, samples('careplan-v4'));
  await goTo(page, '受信一覧');
  await page
    .getByRole('link', { name: /居宅サービス計画|ケアプラン/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'データ取得（ZIP）' }).waitFor(); // opened: the sender is known from here on
  const operators = await further(care);
  const operator = await signInAt(world.hub, operators, care.person);
  const input = packInputFor(CARE, '43', NURSING, '13', world.hub.clock.now());
  const { transmission } = await submitSample(operator, operators, nurse.office, {
    ...input,
    kind: 'message',
    serviceMonth: null,
    edition: null,
    serial: null,
    files: [],
    message: '来月からサービスを中止します',
  });
  await page.goto(`${world.hub.url}/inbox/${transmission.id}`);
  await page.getByText('見覚えのない証明書で署名されています').waitFor();
  expect(await page.getByText('来月からサービスを中止します').count()).toBe(0);
  const main = page.getByRole('main');
  await main.getByText(await wordsOf(operators)).waitFor();
  await page.reload();
  await page.getByText(ASKED).waitFor();
  await main.getByRole('button', { name: 'この証明書を受け入れる…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'ことばが同じなので受け入れる' }).click();
  await page.getByText('来月からサービスを中止します').waitFor();
  await page.getByText(ASKED).waitFor({ state: 'detached' });
});

it('the certificate has a card to be printed, with the words', async () => {
  await goTo(page, '設定');
  const own = page.getByRole('region', { name: '証明書', exact: true });
  await own
    .getByRole('button', { name: /証明書カードを印刷/ })
    .first()
    .click();
  const card = page.getByRole('dialog', { name: '証明書カード（取引先に渡す紙）' });
  await card.getByText(NURSING).waitFor();
  await card.getByText('証明書のことば').waitFor();
});

/** A third partner of the sample month. */
const THIRD = '1375300011';
const heard = async (office: TestOffice) => `ことば: ${await wordsOf(office)}`;

it("the words of a partner's certificate stand in the result of the first sending to it, and no more once they were compared", async () => {
  const { page: desk } = await world.open();
  await login(desk, world, care);
  await goTo(desk, '新規作成');
  await drop(desk, samples('month-v4/plans', `_${NURSING}_`));
  await desk.getByRole('button', { name: '送信', exact: true }).click();
  await desk.getByText('1件を送りました。').waitFor();
  const sent = desk.getByRole('region', { name: '送信', exact: true });
  await sent.getByText('初めて送った相手の証明書のことば（1か所）').waitFor();
  await sent.getByText(await heard(nurse.office)).waitFor();
  await sent.getByRole('button', { name: 'ことばを比べました' }).click();
  await sent.getByText('初めて送った相手の証明書のことば').waitFor({ state: 'detached' });

  const others = [await world.join(HOME_HELP), await world.join(THIRD)];
  await goTo(desk, '一括送信');
  await drop(
    desk,
    [NURSING, HOME_HELP, THIRD].flatMap((number) => anew(samples('month-v4/plans', `_${number}_`))),
  );
  await desk.getByRole('button', { name: '3件を送信' }).click();
  await desk.getByRole('dialog').getByRole('button', { name: '3件を送信' }).click();
  await desk.getByText('3件を送りました。').waitFor();
  for (const { office } of others) expect(await sent.getByText(await heard(office)).count()).toBe(0); // folded
  await sent.getByText('初めて送った相手の証明書のことば（2か所）').click();
  for (const { office } of others) await sent.getByText(await heard(office)).waitFor();
});
