import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fingerprintWords } from '@musubi/evidence';
import { addAccount, officeUserId, revokeCertificate } from '@musubi/hub';
import { enrolCertificate } from '@musubi/testkit';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  CARE,
  CERTIFICATE_PASSWORD,
  certificateFile,
  chooseCertificate,
  drop,
  goTo,
  HOME_HELP,
  NURSING,
  type Participant,
  samples,
  startWorld,
  typePassword,
  type World,
} from './world.js';

let world: World;
let care: Participant;
let nursing: Participant;

beforeAll(async () => {
  world = await startWorld();
  care = await world.join(CARE, '佐藤 ケア');
  nursing = await world.join(NURSING, '鈴木 一郎');
});
afterAll(() => world.close());

const pcs: BrowserContext[] = [];
/** PCs of earlier tests are switched off: each keeps a stream open and takes its share of the machine. */
afterEach(async () => {
  await Promise.all(pcs.splice(0).map((context) => context.close()));
});

/** A new PC with the login screen open. */
async function newPc(options: Parameters<World['open']>[0] = {}): Promise<Page> {
  const { context, page } = await world.open(options);
  pcs.push(context);
  await page.goto(world.hub.url);
  await page.getByRole('heading', { name: 'ログイン', exact: true }).waitFor();
  return page;
}

describe('what stands in the way of a login is said in words', () => {
  it('a wrong password of the certificate file, and a file that is no certificate', async () => {
    const page = await newPc();
    await chooseCertificate(page, care.certificateFile, 'wrong');
    await page.getByText('証明書ファイルのパスワードが違います。').waitFor();
    await chooseCertificate(page, { name: 'x.p12', mimeType: 'application/x-pkcs12', buffer: Buffer.from('no') });
    await page.getByText('証明書ファイル（.p12／.pfx）を読み取れません。').waitFor();
  });

  it('of a certificate file with several keys one is chosen by the person', async () => {
    const page = await newPc();
    const buffer = readFileSync(fileURLToPath(new URL('../fixtures/pkcs12/two-keys.p12', import.meta.url)));
    const file = { name: 'two-keys.p12', mimeType: 'application/x-pkcs12', buffer };
    await chooseCertificate(page, file, 'himitsu-2026');
    await page.getByRole('radio', { name: /「himawari」介護保険証明書/ }).waitFor();
    await page.getByRole('radio', { name: /「minato」介護DX証明書/ }).check();
    await page.getByRole('button', { name: 'この証明書を使う' }).click();
    await page.getByText(/^介護DX証明書（.*まで有効/).waitFor();
  });

  it('a wrong password of the person, and then the lock', async () => {
    const other = await world.join('1471000098', '山本 鍵');
    const page = await newPc();
    await chooseCertificate(page, other.certificateFile);
    for (let attempt = 0; attempt < 5; attempt++) {
      await typePassword(page, other, `wrong-password-${attempt}`);
      await page.getByRole('button', { name: 'ログイン', exact: true }).isEnabled();
    }
    await page.getByText('ユーザIDまたはパスワードが正しくありません。').waitFor();
    await typePassword(page, other, 'wrong-password-6');
    await page.getByText('続けて間違えたため、このユーザIDは一時的にロックされています。').waitFor();
  });

  it('a certificate of another office', async () => {
    const page = await newPc();
    await chooseCertificate(page, nursing.certificateFile);
    await typePassword(page, care);
    await page.getByText('ユーザIDまたはパスワードが正しくありません。').waitFor();
  });

  it('a certificate that has expired, before anything is typed', async () => {
    const page = await newPc();
    await page.clock.setFixedTime(world.hub.clock.after(4 * 365 * 24 * 60 * 60 * 1000));
    await chooseCertificate(page, care.certificateFile);
    await page.getByText('この証明書は有効期限が切れています。').waitFor();
    expect(await page.getByLabel('パスワード', { exact: true }).count()).toBe(0);
  });

  it('a certificate that was revoked', async () => {
    const office = await enrolCertificate(world.hub, CARE);
    const { fingerprint } = office.identity.certificate;
    await revokeCertificate(world.hub.context, world.hub.certificates, fingerprint, 'keyCompromise', 'test');
    const page = await newPc();
    await chooseCertificate(page, await certificateFile(office));
    await typePassword(page, care);
    await page.getByText('この証明書ではログインできません。').waitFor();
  });

  it('a clock that is wrong', async () => {
    const page = await newPc();
    await page.clock.setFixedTime(world.hub.clock.after(3 * 60 * 60 * 1000));
    await chooseCertificate(page, care.certificateFile);
    await typePassword(page, care);
    await page.getByText('端末の日付と時刻が正しいか確かめて', { exact: false }).waitFor();
  });

  it('a licence that has ended: reading goes on, sending is said to be closed', async () => {
    const other = await world.join('1471000099', '山本 期限');
    await world.hub.context.database.query('update offices set licensed_until = $2 where office_number = $1', [
      '1471000099',
      world.hub.clock.after(-1000),
    ]);
    const page = await newPc();
    await chooseCertificate(page, other.certificateFile);
    await typePassword(page, other);
    await page.getByText('ライセンスが有効ではありません。送信できません。').waitFor();
  });
});

it('a second factor is asked for once it is set up', async () => {
  const page = await newPc();
  await chooseCertificate(page, nursing.certificateFile);
  await typePassword(page, nursing);
  await goTo(page, '設定');
  await page.getByRole('button', { name: '登録する' }).click();
  await page.getByRole('img', { name: '認証アプリで読み取る図' }).waitFor();
  await page.getByLabel('2. アプリに表示された6桁の数字').fill('000000');
  await page.getByRole('button', { name: '登録を完了する' }).click();
  await page.getByText('確認コードが正しくありません。').waitFor();
});

it('logging out leaves nothing of what was opened, only certificate and terminal', async () => {
  const page = await newPc();
  await chooseCertificate(page, care.certificateFile);
  await typePassword(page, care);
  await page.getByRole('heading', { name: 'トップページ' }).waitFor();
  await goTo(page, '受信一覧');
  await page.getByRole('button', { name: 'ログアウト', exact: true }).click();
  await page.getByRole('heading', { name: 'ログイン', exact: true }).waitFor();
  const kept = await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('musubi');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const keys = (store: string) =>
      new Promise<string[]>((resolve) => {
        const all = database.transaction(store).objectStore(store).getAllKeys();
        all.onsuccess = () => resolve(all.result.map(String));
      });
    const [files, identities] = [await keys('files'), await keys('identities')];
    return { files, identities: identities.length, local: Object.keys(localStorage), session: sessionStorage.length };
  });
  // Whose certificates are whose stays as the authorities do; it may be written just before the logout or not.
  const pins = `offices/${CARE}/trust/authorities-offices/${CARE}.json`;
  expect({ ...kept, files: kept.files.filter((one) => one !== pins) }).toEqual({
    files: [
      `offices/${CARE}/terminal/terminal.json`,
      `offices/${CARE}/trust/authorities.json`,
      `offices/${CARE}/trust/people.json`,
      expect.stringMatching(/^terminal\/office-of\//), // whose the certificate is,
      expect.stringMatching(/^terminal\/use-of\//), // and what the login calls it
    ],
    identities: 1,
    local: [],
    session: 0,
  });
  // The key can't be taken out of the browser.
  const exported = await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('musubi');
      opening.onsuccess = () => resolve(opening.result);
    });
    const [identity] = await new Promise<{ signingKey: CryptoKey }[]>((resolve) => {
      const all = database.transaction('identities').objectStore('identities').getAll();
      all.onsuccess = () => resolve(all.result);
    });
    if (!identity) return 'no identity';
    return crypto.subtle.exportKey('pkcs8', identity.signingKey).then(
      () => 'exported',
      (error: Error) => error.name,
    );
  });
  expect(exported).toBe('InvalidAccessError');
});

it('two offices in one browser neither see nor send what the other left behind', async () => {
  const page = await newPc({ serviceWorkers: 'allow' }); // screens it has not shown yet come from there while off line
  await chooseCertificate(page, care.certificateFile);
  await typePassword(page, care);
  await goTo(page, '新規作成');
  await page.getByLabel('送信先').fill(NURSING);
  await page.getByRole('button', { name: /訪問看護ステーションひまわり14/ }).click();
  await page.getByLabel('メッセージ').fill('ひまわり1からの連絡です。');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: '送信', exact: true }).click();
  await page.getByText('1件は送信待ちです。', { exact: false }).waitFor();
  await page.getByRole('button', { name: 'ログアウト', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'ログアウトする' }).click();
  await page.getByRole('heading', { name: 'ログイン', exact: true }).waitFor();
  await page.context().setOffline(false);
  const stored = async () => (await world.hub.context.database.query('select 1 from transmissions')).length;
  const before = await stored();

  const other = await world.join('1371000012', '高橋 二郎');
  await page.getByRole('button', { name: '証明書を選び直す' }).click();
  await chooseCertificate(page, other.certificateFile);
  await typePassword(page, other);
  await page.getByRole('heading', { name: 'トップページ' }).waitFor();
  await goTo(page, '送信一覧');
  await page.getByText('該当する送信データはありません。').waitFor();
  expect(await page.getByText('送信待ちが').count()).toBe(0);
  expect(await stored()).toBe(before);
  await page.getByRole('button', { name: 'ログアウト', exact: true }).click();

  await page.getByRole('radio', { name: new RegExp(care.office.identity.certificate.fingerprint.slice(0, 8)) }).check();
  await typePassword(page, care);
  await page.getByRole('heading', { name: 'トップページ' }).waitFor();
  await expect.poll(stored).toBe(before + 1);
});

describe('a new certificate', () => {
  it('opens what was sent to the old one, on this PC and on one that never had the old key', async () => {
    const office = await world.join(HOME_HELP);
    const sender = await newPc();
    await chooseCertificate(sender, care.certificateFile);
    await typePassword(sender, care);
    await sendTo(sender, HOME_HELP);
    const renewed = await certificateFile(await enrolCertificate(world.hub, HOME_HELP));
    const old = await newPc();
    await chooseCertificate(old, office.certificateFile);
    await typePassword(old, office);
    await goTo(old, '設定');
    await old.getByRole('button', { name: '更新した証明書を入れる' }).click();
    await chooseCertificate(old, renewed);
    await old.getByText(/保管中の1件を、新しい証明書でも読めるようにしました/).waitFor();
    await old.getByRole('button', { name: 'ログアウト', exact: true }).click();
    await typePassword(old, office);
    await old.getByRole('heading', { name: 'トップページ' }).waitFor();

    const fresh = await newPc();
    await chooseCertificate(fresh, renewed);
    await typePassword(fresh, office);
    await goTo(fresh, '受信一覧');
    await fresh
      .getByRole('link', { name: /サービス利用票/ })
      .first()
      .click();
    await fresh.getByRole('heading', { name: '第6表 サービス利用票（予定）' }).first().waitFor();
  });

  it('after the old key was lost leads to a request to the sender, and what is sent again opens', async () => {
    const number = '1375300011';
    const office = await world.join(number);
    const sender = await newPc();
    await chooseCertificate(sender, care.certificateFile);
    await typePassword(sender, care);
    await sendTo(sender, number);
    const page = await newPc();
    const renewed = await enrolCertificate(world.hub, number);
    const words = (await fingerprintWords(renewed.identity.certificate.fingerprint)).join('・');
    await chooseCertificate(page, await certificateFile(renewed));
    await typePassword(page, office);
    await goTo(page, '受信一覧');
    await page.getByRole('link', { name: /サービス利用票/ }).click();
    await page.getByText('この証明書では開けないデータです。').waitFor();
    await page.getByRole('button', { name: '送信元に再送を頼む' }).click();
    await page.getByText('再送を頼みました', { exact: true }).waitFor();

    await goTo(sender, '連絡');
    await sender.getByRole('link', { name: /訪問介護さくら11/ }).click();
    // No key is left that could endorse the new one: the sender compares its words once, on the telephone.
    await sender.getByRole('button', { name: 'この証明書を受け入れる…' }).click();
    await sender.getByRole('dialog').getByText(words).waitFor();
    await sender.getByRole('dialog').getByRole('button', { name: 'ことばが同じなので受け入れる' }).click();
    await sender.getByText('【再送のお願い】').waitFor();
    await sender.getByRole('link', { name: '頼まれた送信を開いて、送り直す' }).click();
    await sender.getByRole('button', { name: '新しい送信として送り直す' }).click();
    await sender.getByRole('button', { name: '送信', exact: true }).click();
    await sender.getByText('1件を送りました。').waitFor();

    await goTo(page, '受信一覧');
    await expect.poll(() => page.getByRole('link', { name: /サービス利用票/ }).count()).toBe(2);
    await page
      .getByRole('link', { name: /サービス利用票/ })
      .first()
      .click();
    await page.getByRole('heading', { name: '第6表 サービス利用票（予定）' }).first().waitFor();
  });
});

async function sendTo(page: Page, number: string): Promise<void> {
  await goTo(page, '新規作成');
  await drop(page, samples('month-v4/plans', `_${number}_`));
  await page.getByRole('button', { name: '送信', exact: true }).click();
  await page.getByText('1件を送りました。').waitFor();
}

it('a demo is entered with one click', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'musubi-demo-login-'));
  const demoFile = join(folder, 'demo.json');
  writeFileSync(demoFile, JSON.stringify({ accounts: [] }));
  const demo = await startWorld({ demoFile });
  try {
    const participant = await demo.join(CARE);
    const account = {
      label: 'ケアマネジャー',
      officeName: participant.name,
      officeNumber: CARE,
      officeUserId: officeUserId(CARE),
      userId: participant.person.userId,
      password: participant.person.password,
      certificate: participant.certificateFile.buffer.toString('base64'),
      certificatePassword: CERTIFICATE_PASSWORD,
    };
    writeFileSync(demoFile, JSON.stringify({ accounts: [account] }));
    const sibling = await demo.hub.startSibling(); // reads the file anew
    const { page } = await demo.open();
    await page.goto(sibling.url);
    await page.getByRole('button', { name: 'ケアマネジャーとしてログイン' }).click();
    await page.getByRole('heading', { name: 'トップページ' }).waitFor();
    await sibling.close();
  } finally {
    await demo.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

it('a first password has to be changed before anything else', async () => {
  const { account, secret } = await addAccount(
    world.hub.context,
    { officeNumber: CARE, displayName: '新人 さん', kind: 'person', role: 'staff' },
    'test',
  );
  const page = await newPc();
  await chooseCertificate(page, care.certificateFile);
  await typePassword(page, { ...care, person: { ...care.person, userId: account.userId, password: secret } });
  await page.getByRole('heading', { name: '新しいパスワードを決めてください' }).waitFor();
  await page.getByLabel('いまのパスワード').fill(secret);
  await page.getByLabel('新しいパスワード', { exact: true }).fill('ame-no-hi-no-sanpo');
  await page.getByLabel('新しいパスワード（もう一度）').fill('ame-no-hi-no-sanpo');
  await page.getByRole('button', { name: 'パスワードを変える' }).click();
  await page.getByRole('heading', { name: 'トップページ' }).waitFor();
});
