import { readFileSync } from 'node:fs';
import { createCertificateRequest, generateKeyPair } from '@musubi/evidence';
import { oneTimeCode } from '@musubi/hub';
import { decodeMs932 } from '@musubi/standard';
import { confirmedBy, fromBase32, signIn, signInAt, type TestPerson } from '@musubi/testkit';
import { packInputFor, submitSample } from '@musubi/testkit/transmissions';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { confirmCode, firstLogin, type NewOperator, newOperator } from './operator.js';
import { CARE, goTo, login, NURSING, type Participant, startWorld, type World } from './world.js';

let world: World;
let care: Participant;
let nursing: Participant;
let operator: NewOperator;
/** Confirms what the desk asks for; how that looks is told in second-operator.test.ts. */
let second: TestPerson;
let desk: Page;
let careDesk: Page;
let sentId: string;

/** What the desk asked for and an operator may not. */
const refused: string[] = [];

beforeAll(async () => {
  world = await startWorld();
  care = await world.join(CARE, '佐藤 ケア');
  nursing = await world.join(NURSING, '鈴木 一郎');
  operator = await newOperator(world);
  second = await signIn(world.hub, operator.office, 'operator', '運営 次郎');
  const input = packInputFor(CARE, '43', NURSING, '13', world.hub.clock.now());
  sentId = (await submitSample(care.person, care.office, nursing.office, input)).transmission.id;
  desk = (await world.open({ acceptDownloads: true, viewport: { width: 1366, height: 768 } })).page;
  desk.on('response', (answer) => {
    const { pathname } = new URL(answer.url());
    if (answer.status() === 403 && pathname !== '/v1/sessions') refused.push(pathname); // the login asks for more by it
  });
  careDesk = (await world.open()).page;
  await login(careDesk, world, care);
});
afterAll(() => world.close());

/** An application as somebody outside makes it; this hub sends no mail, so an operator decides. */
const apply = (officeNumber: string, officeName: string) =>
  care.person.hub.call('apply', {
    body: {
      officeNumber,
      officeName,
      corporationName: 'アサヒサンクリーン株式会社',
      serviceTypes: ['12'],
      contactName: '旭 花子',
      mailAddress: `${officeNumber}@example.jp`,
      phone: '050-3625-3862',
      campaignCode: null,
    },
  });

const giveReason = async (reason: string, action: string) => {
  const dialog = desk.getByRole('dialog');
  await dialog.getByLabel('理由').fill(reason);
  await dialog.getByRole('button', { name: action }).click();
  await dialog.waitFor({ state: 'detached' });
};

it('an operator enrols a one-time code at the first sign-in, and sees nothing before', async () => {
  await firstLogin(desk, world, operator);
  await desk.goto(`${world.hub.url}/operate/offices`);
  await desk.getByRole('heading', { name: '確認コードを登録してください' }).waitFor();
  expect(await desk.getByRole('link', { name: '事業所', exact: true }).count()).toBe(0);
  await desk.goto(world.hub.url);
  await desk.getByRole('button', { name: '登録する' }).click();
  const secret = await desk.locator('code').textContent();
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  await confirmCode(desk, oneTimeCode(fromBase32(secret ?? ''), world.hub.clock.now()));
});

it('an office is found and suspended with a reason, which the office reads at once', async () => {
  await goTo(desk, '事業所');
  await desk.getByLabel('事業所番号の始め、または名前の一部').fill(care.name.slice(0, 3));
  await desk.getByRole('button', { name: '探す' }).click();
  await desk.getByRole('link', { name: care.name }).click();
  await desk.getByRole('heading', { name: '登録', exact: true }).waitFor();
  await desk.getByRole('button', { name: '利用を停止する…' }).click();
  const reason = '証明書の紛失の届けがあったため';
  await giveReason(reason, '停止する');
  await desk.getByText(`利用を停止しています。理由: ${reason}`).waitFor();
  await careDesk.getByText(`理由: ${reason}`).waitFor();
  await desk.getByRole('button', { name: '利用停止を解く…' }).click();
  await giveReason('新しい証明書を登録したため', '停止を解く');
  await careDesk.getByText(`理由: ${reason}`).waitFor({ state: 'detached' });
});

it('the way of a transmission is seen without content, and opened for a reason both offices read', async () => {
  await goTo(desk, '送受信の経過');
  await desk.getByLabel('事業所番号、または送信番号').fill(NURSING);
  await desk.getByRole('button', { name: '探す' }).click();
  await desk.getByRole('table').getByRole('link').first().click();
  await desk.getByText('配置（送信先が取得できるようになりました）').waitFor();
  await desk.getByText(sentId).first().waitFor();
  expect(await desk.locator('main').textContent()).not.toContain('UPPLAN');
  await desk.getByRole('button', { name: '理由を書いて開く…' }).click();
  const saving = desk.waitForEvent('download');
  await giveReason('取得できないとの問い合わせの調査', '開いて保存する');
  expect((await saving).suggestedFilename()).toBe(`記録_${sentId}.zip`);
  await careDesk.getByText('運営者が送受信の記録を閲覧しました').first().waitFor();
  await careDesk.goto(`${world.hub.url}/audit`);
  await careDesk.getByText('取得できないとの問い合わせの調査').first().waitFor();
});

it('a person is found and helped', async () => {
  const find = async () => {
    await openScreen('people');
    await desk.getByLabel('ユーザIDの始め、または氏名の一部').fill('鈴木');
    await desk.getByRole('button', { name: '探す' }).click();
  };
  await find();
  await desk.getByRole('button', { name: '使えなくする' }).click();
  await giveReason('退職の連絡があったため', '使えなくする');
  await desk.getByRole('button', { name: '使えるようにする' }).click();
  await giveReason('取り消しの連絡があったため', '使えるようにする');
  await confirmedBy(second);
  await find();
  await desk.getByRole('button', { name: 'パスワードを初期化' }).click();
  const asking = desk.getByRole('dialog', { name: 'パスワードを初期化します' });
  await asking.getByLabel('理由').fill('管理者が一人でパスワードを忘れたため');
  await asking.getByRole('button', { name: 'パスワードを初期化' }).click();
  await asking.waitFor({ state: 'detached' });
  await desk.getByText('パスワードの初期化: 鈴木 一郎').waitFor();
  expect(await desk.locator('.secret').count()).toBe(0);
  const [{ userId, initialPassword: password } = { userId: null, initialPassword: null }] = await confirmedBy(second);
  const terminal = { id: crypto.randomUUID(), name: 'PC', secret: null };
  const { session } = await signInAt(world.hub, nursing.office, {
    userId: userId ?? '',
    password: password ?? '',
    terminal,
  });
  expect(session.mustChangePassword).toBe(true);
});

it('audit records are written out for a spreadsheet', async () => {
  await goTo(desk, '監査記録');
  await desk.getByRole('table').waitFor();
  const saving = desk.waitForEvent('download');
  await desk.getByRole('button', { name: '期間のすべてを書き出す' }).click();
  const text = decodeMs932(readFileSync(await (await saving).path()));
  expect(text.split('\r\n')[0]).toMatch(/^日時,行った人,事業所番号/);
  expect(text).toContain('証明書の紛失の届けがあったため');
});

it('an office is registered and gets its first administrator', async () => {
  await goTo(desk, '事業所');
  await desk.getByRole('button', { name: '事業所を登録する' }).click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByLabel('事業所番号').fill('1379900001');
  await dialog.getByLabel('名前').fill('あたらしい訪問介護');
  await dialog.getByLabel('ライセンスの最後の日').fill('2027-03-31');
  await dialog.getByLabel('訪問介護', { exact: true }).check();
  await dialog.getByRole('button', { name: '登録する' }).click();
  await desk.getByRole('link', { name: 'あたらしい訪問介護' }).click();
  await desk.getByRole('button', { name: '管理者を追加する' }).click();
  await dialog.getByLabel('氏名').fill('新井 管理');
  await dialog.getByRole('button', { name: '追加する' }).click();
  await dialog.getByText('二度と表示できません').waitFor();
  expect(await dialog.locator('.secret').allTextContents()).toEqual([
    expect.stringMatching(/^C\d{10}$/),
    expect.stringMatching(/^\S{13,}$/),
    'KJ131379900001',
  ]);
});

const REGISTERED = '0170210231';
const UNKNOWN = '1379900009';
const openScreen = (name: string) => desk.goto(`${world.hub.url}/operate/${name}`);

it("what the ministry's file would change is shown first; then it is taken in, and its report read", async () => {
  await openScreen('imports');
  const fixture = new URL('../fixtures/registry/jigyosho_120.csv', import.meta.url);
  await desk.locator('input[type=file]').setInputFiles({
    name: 'jigyosho_120.csv',
    mimeType: 'text/csv',
    buffer: readFileSync(fixture),
  });
  await desk.getByLabel('データの版（公表の年月）').fill('2025-12');
  await desk.getByRole('button', { name: '何が変わるかを調べる' }).click();
  const look = desk.getByRole('dialog', { name: '取り込む前の確認' });
  await look.getByText('まだ取り込んでいません。').waitFor();
  await look.getByText(/^加わる事業所（/).click();
  await look.getByRole('cell', { name: 'アサヒサンクリーン在宅介護センター札幌北' }).waitFor();
  await look.getByRole('button', { name: 'やめる' }).click();
  await desk.getByRole('region', { name: '取り込みの記録' }).getByText('まだ取り込んでいません。').waitFor();
  await desk.getByRole('button', { name: '何が変わるかを調べる' }).click();
  await look.getByRole('button', { name: '取り込む', exact: true }).click();
  const dialog = desk.getByRole('dialog', { name: '取り込みの結果' });
  await dialog.getByText('訪問入浴介護（版 2025-12）').waitFor();
  await dialog.getByText(/^新しい事業所（/).click();
  await dialog.getByRole('cell', { name: 'アサヒサンクリーン在宅介護センター札幌北' }).waitFor();
  await dialog.getByRole('button', { name: '閉じる' }).click();
  await desk.getByRole('table').getByRole('button', { name: '訪問入浴介護' }).waitFor();
  await desk.locator('input[type=file]').setInputFiles({
    name: 'other.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('a,b\r\n1,2\r\n'),
  });
  await desk.getByLabel('データの版（公表の年月）').fill('2025-12');
  await desk.getByRole('button', { name: '何が変わるかを調べる' }).click();
  await desk.getByRole('alert').getByText('事業所番号').first().waitFor();
});

it('an application is compared with the registry and approved; the link is handed over once', async () => {
  await apply(REGISTERED, 'アサヒサンクリーン在宅介護センター札幌北');
  await openScreen('applications');
  await desk.getByRole('button', { name: 'アサヒサンクリーン在宅介護センター札幌北' }).click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByRole('row', { name: /事業所名.*一致/ }).waitFor();
  await dialog.getByRole('button', { name: '承認する' }).click();
  const link = (await dialog.locator('code').textContent()) ?? '';
  expect(link).toMatch(/\/apply\/status#[\w-]{43}$/);
  await dialog.getByRole('button', { name: '閉じる' }).click();
  await desk.getByText('決めることを待っている申請はありません。').waitFor();
  const applicant = (await world.open()).page;
  const { pathname, hash } = new URL(link);
  await applicant.goto(world.hub.url + pathname + hash);
  await applicant.getByRole('button', { name: 'ユーザIDと初期パスワードを受け取る' }).waitFor();
  await applicant.close();
});

it('an application is refused for a reason that the applicant reads', async () => {
  await apply(UNKNOWN, '知られていない事業所');
  await openScreen('applications');
  await desk.getByRole('button', { name: '知られていない事業所' }).click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByText('公表データにこの番号はありません。').waitFor();
  // An applicant who lost the code is told a new one by telephone.
  await dialog.getByRole('button', { name: '受取コードを作り直す' }).click();
  await dialog.getByText('申請の電話番号 050-3625-3862').waitFor();
  expect(await dialog.locator('code').textContent()).toMatch(/^\d{4}-\d{4}$/);
  await dialog.getByRole('button', { name: '閉じる' }).click();
  await desk.getByRole('button', { name: '知られていない事業所' }).click();
  await dialog.getByRole('button', { name: '断る…' }).click();
  const reason = '指定通知書の写しを添えて、もう一度申請してください。';
  await dialog.getByLabel('理由').fill(reason);
  await dialog.getByRole('button', { name: '断る', exact: true }).click();
  const { pathname, hash } = new URL((await dialog.locator('code').textContent()) ?? '');
  await dialog.getByRole('button', { name: '閉じる' }).click();
  const applicant = (await world.open()).page;
  await applicant.goto(world.hub.url + pathname + hash);
  await applicant.getByText(reason).waitFor();
  await applicant.close();
});

it('a campaign is added, offered to applicants, and removed again', async () => {
  await openScreen('licences');
  await desk.getByRole('button', { name: 'キャンペーンを加える' }).click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByLabel('記号').fill('spring-2027');
  await dialog.getByLabel('名前（事業所が申し込むときに読む）').fill('春のお試し');
  await dialog.getByLabel('月数').fill('6');
  await dialog.getByLabel('申し込みの最後の日').fill('2099-03-31');
  await dialog.getByRole('button', { name: '保存する' }).click();
  await desk.getByRole('cell', { name: '利用を始めた日から6か月' }).waitFor();
  const offered = async () => (await care.person.hub.call('applicationOptions', {})).offers;
  expect(await offered()).toContainEqual(expect.objectContaining({ campaignCode: 'SPRING-2027', priceYen: 0 }));
  await desk.getByRole('button', { name: '春のお試しを消す' }).click();
  await dialog.getByRole('button', { name: '消す', exact: true }).click();
  await desk.getByRole('cell', { name: '春のお試し', exact: true }).waitFor({ state: 'detached' });
  expect((await offered()).map(({ campaignCode }) => campaignCode)).not.toContain('SPRING-2027');
});

it('a product is listed, marked as ended and taken off the public list', async () => {
  await openScreen('software');
  await desk.getByRole('button', { name: 'ソフトを加える' }).click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByLabel('メーカー').fill('みらい介護システム');
  await dialog.getByLabel('製品', { exact: true }).fill('みらいケア');
  await dialog.getByLabel('製品の版').fill('12.0');
  await dialog.getByLabel('確かめた内容').fill('D1〜D3 の予定と実績');
  await dialog.getByRole('button', { name: '保存する' }).click();
  await desk.getByRole('button', { name: 'みらいケア 12.0を直す' }).click();
  await dialog.getByLabel('状態').selectOption('提供終了');
  await dialog.getByRole('button', { name: '保存する' }).click();
  await desk.getByRole('cell', { name: '提供終了' }).waitFor();
  const listed = async () => (await care.person.hub.call('listSoftware', {})).software;
  expect(await listed()).toContainEqual(expect.objectContaining({ product: 'みらいケア', status: 'ended' }));
  await desk.getByRole('button', { name: 'みらいケア 12.0を消す' }).click();
  await dialog.getByRole('button', { name: '消す', exact: true }).click();
  await desk.getByRole('cell', { name: 'みらいケア', exact: true }).waitFor({ state: 'detached' });
  expect((await listed()).map(({ product }) => product)).not.toContain('みらいケア');
});

it('a certificate is issued for a request and revoked for a reason', async () => {
  const pem = await createCertificateRequest(await generateKeyPair('p-256'));
  await openScreen(`offices/${NURSING}`);
  const certificates = desk.getByRole('region', { name: '証明書', exact: true });
  await certificates.getByRole('button', { name: '証明書を登録する…' }).click();
  const dialog = desk.getByRole('dialog');
  await dialog.locator('input[type=file]').setInputFiles({
    name: 'request.csr',
    mimeType: 'application/pkcs10',
    buffer: Buffer.from(pem),
  });
  await dialog.getByLabel('理由').fill('管理者が PC を替えたため');
  await dialog.getByRole('button', { name: '登録する' }).click();
  await dialog.getByText(/もう一人の運営者が確認すると行われます/).waitFor();
  await dialog.getByRole('button', { name: '閉じる' }).click();
  await confirmedBy(second);
  await openScreen(`offices/${NURSING}`);
  const valid = certificates.getByRole('button', { name: '失効させる…' });
  await expect.poll(() => valid.count()).toBe(2);
  await valid.first().click();
  await dialog.getByLabel('理由').selectOption('新しい証明書に替えた');
  await dialog.getByRole('button', { name: '失効させる' }).click();
  await certificates.getByRole('cell', { name: '失効', exact: true }).waitFor();
  expect(await valid.count()).toBe(1);
});

it('who goes on with a number reads its records', async () => {
  const heir = await world.join('1379900010', '新田 継男');
  const heirDesk = (await world.open()).page;
  await login(heirDesk, world, heir);
  await openScreen(`offices/${NURSING}`);
  await desk.getByRole('button', { name: '番号の変更・統合…' }).click();
  await desk.getByRole('dialog').getByLabel('引き継ぐ事業所番号（新しい番号）').fill('1379900010');
  await giveReason('指定の更新で番号が変わったため', '引き継ぐ');
  await confirmedBy(second);
  await goTo(heirDesk, '受信一覧');
  await heirDesk.getByLabel('前の事業所番号の分').selectOption(NURSING);
  await heirDesk
    .getByRole('link', { name: /^未開封 / })
    .first()
    .waitFor();
  expect(await heirDesk.getByRole('button', { name: /未取得をすべて選ぶ/ }).count()).toBe(0);
});

it('the desk asks for nothing that an operator may not', () => {
  expect(refused).toEqual([]);
});
