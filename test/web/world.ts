import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exportPkcs12 } from '@musubi/evidence';
import { officeUserId, type Settings } from '@musubi/hub';
import {
  createClock,
  enrolOffice,
  signIn,
  startTestHub,
  type TestClock,
  type TestHub,
  type TestOffice,
  type TestPerson,
} from '@musubi/testkit';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { buildWeb } from '../../packages/web/build/build.js';
import { launchChromium } from '../../tools/chromium.js';

export const SAMPLES = fileURLToPath(new URL('../fixtures/samples', import.meta.url));
export const CARE = '1377700001';
export const HOME_HELP = '1378700010';
export const NURSING = '1375400014';
export const CERTIFICATE_PASSWORD = 'shomeisho-1234';

/** A file for Playwright's file chooser. */
export interface Upload {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** The files of a sample folder whose names contain a part. */
export function samples(folder: string, part = ''): Upload[] {
  return readdirSync(join(SAMPLES, folder))
    .filter((name) => name.includes(part))
    .map((name) => ({ name, mimeType: 'text/csv', buffer: readFileSync(join(SAMPLES, folder, name)) }));
}

/** The same files under another ファイル連番: another unit, as care software writes it the next time. */
export function anew(files: readonly Upload[]): Upload[] {
  return files.map((file) => ({ ...file, name: file.name.replace(/_\d{14}\./, '_20261030120000.') }));
}

/** An office with a person and a certificate file, as they would be handed out. */
export interface Participant {
  readonly name: string;
  readonly office: TestOffice;
  readonly person: TestPerson;
  readonly certificateFile: Upload;
  readonly clock: TestClock;
}

/** One Chromium per worker of a test run; every world and every PC of it has contexts of its own in it. It ends with the worker. */
let chromium: Promise<Browser> | undefined;
/** The client is the same for every world of a run. */
let built: Promise<string> | undefined;

/** Ends the browser where no worker does: in scripts, when their worlds are closed. */
export async function endBrowser(): Promise<void> {
  await (await chromium)?.close();
}

/** A real hub that serves the real client, with offices of the sample month, and a real Chromium. */
export interface World {
  readonly hub: TestHub;
  readonly browser: Browser;
  join(officeNumber: string, displayName?: string): Promise<Participant>;
  /**
   * A browser of its own (cookies, storage), as another PC would be. It is without the service worker, which fetches all
   * screens ahead and takes a quarter of the time a PC costs, unless `serviceWorkers: 'allow'` is asked for.
   */
  open(options?: Parameters<Browser['newContext']>[0]): Promise<{ context: BrowserContext; page: Page }>;
  close(): Promise<void>;
}

const { offices }: { offices: { officeNumber: string; serviceType: string; name: string }[] } = JSON.parse(
  readFileSync(join(SAMPLES, 'manifest.json'), 'utf8'),
);

export const officesOfMonth = offices.map(({ officeNumber }) => officeNumber);

/** The time of billing October 2026, the month of the samples: hub, people and pages live then, whatever day it is. */
const MONTH_END = new Date('2026-11-02T09:00:00+09:00');

export async function startWorld(
  settings: Partial<Settings> = {},
  clock = createClock(MONTH_END),
  own?: Browser,
): Promise<World> {
  built ??= buildWeb();
  const webFolder = await built;
  const hub = await startTestHub({ plainHttp: true, webFolder, ...settings }, { clock });
  const shared = () => {
    chromium ??= launchChromium();
    return chromium;
  };
  const browser = own ?? (await shared());
  const pcs = new Set<BrowserContext>();
  return {
    hub,
    browser,
    join: (officeNumber, displayName) => joinHub(hub, officeNumber, displayName),
    open: async (options) => {
      const context = await browser.newContext({
        locale: 'ja-JP',
        timezoneId: 'Asia/Tokyo',
        serviceWorkers: 'block',
        ...options,
      });
      pcs.add(context);
      context.setDefaultTimeout(90_000);
      await context.addInitScript({ content: shiftDate(clock.aheadMs) });
      return { context, page: await context.newPage() };
    },
    close: async () => {
      await Promise.all([...pcs].map((context) => context.close()));
      await hub.close();
    },
  };
}

/**
 * Runs in every page: dates there show the clock of the test. Timers run as ever. It is text, since a function's would
 * name what the transpiler adds to it and the page doesn't have.
 */
const shiftDate = (aheadMs: number) => `((machine) => {
  globalThis.Date = new Proxy(machine, {
    construct: (target, args) => Reflect.construct(target, args.length === 0 ? [machine.now() + ${aheadMs}] : args),
    get: (target, key) => (key === 'now' ? () => machine.now() + ${aheadMs} : Reflect.get(target, key)),
  });
})(Date)`;

async function joinHub(hub: TestHub, officeNumber: string, displayName = '田中 花子'): Promise<Participant> {
  const known = offices.find((one) => one.officeNumber === officeNumber);
  const name = known?.name ?? `事業所${officeNumber}`;
  const office = await enrolOffice(hub, { officeNumber, name, serviceTypes: [known?.serviceType ?? '11'] });
  const person = await signIn(hub, office, 'administrator', displayName);
  return { name, office, person, certificateFile: await certificateFile(office), clock: hub.clock };
}

let applications = 0;

interface Applied {
  readonly operator: TestPerson;
  readonly applicationNumber: string;
  readonly claimCode: string;
}

/** An office that is not known yet applies; the hub sends no mail, so an operator decides. */
export async function apply({ hub }: World): Promise<Applied> {
  const number = ++applications;
  const own = await enrolOffice(hub, { officeNumber: `13000000${10 + number}`, serviceTypes: ['43'] });
  const operator = await signIn(hub, own, 'operator');
  const { applicationNumber, claimCode } = await operator.hub.call('apply', {
    body: {
      officeNumber: `14720000${10 + number}`,
      officeName: 'ケアプランみどり',
      corporationName: '合同会社みどり',
      serviceTypes: ['43'],
      contactName: '緑 川子',
      mailAddress: `midori-${number}@example.jp`,
      phone: '045-000-0001',
      campaignCode: null,
    },
  });
  return { operator, applicationNumber, claimCode };
}

/** An application that an operator approved: where its applicant reads so, path and fragment, and the 受取コード. */
export async function approvedApplication(world: World): Promise<{ place: string; claimCode: string }> {
  const { operator, applicationNumber, claimCode } = await apply(world);
  const { link } = await operator.hub.call('operatorApproveApplication', { params: { applicationNumber } });
  const { pathname, hash } = new URL(link ?? '');
  return { place: pathname + hash, claimCode };
}

/** The certificate of an office as the .p12 file it would get. */
export async function certificateFile({
  identity,
  privateKeyPkcs8,
}: Pick<TestOffice, 'identity' | 'privateKeyPkcs8'>): Promise<Upload> {
  const { certificate, chain } = identity;
  const bytes = await exportPkcs12({ certificate, chain, privateKeyPkcs8, password: CERTIFICATE_PASSWORD });
  return { name: 'shomeisho.p12', mimeType: 'application/x-pkcs12', buffer: Buffer.from(bytes) };
}

/** Chooses the certificate on the login screen. */
export async function chooseCertificate(page: Page, file: Upload, password = CERTIFICATE_PASSWORD): Promise<void> {
  await page.getByLabel('証明書ファイル', { exact: true }).setInputFiles(file);
  await page.getByLabel('証明書ファイルのパスワード').fill(password);
  await page.getByRole('button', { name: 'この証明書を使う' }).click();
}

/** Types person and password, and the office's id when asked. */
export async function typePassword(page: Page, { person, office }: Participant, password = person.password) {
  await page.getByLabel('ユーザID', { exact: true }).fill(person.userId);
  await page.getByLabel('パスワード', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'ログイン', exact: true }).click();
  const officeId = page.getByLabel('事業所のユーザID');
  await officeId
    .or(page.getByRole('heading', { name: 'トップページ' }))
    .or(page.getByRole('alert'))
    .first()
    .waitFor();
  if (!(await officeId.isVisible())) return;
  await officeId.fill(officeUserId(office.officeNumber));
  await page.getByRole('button', { name: 'ログイン', exact: true }).click();
}

/** Signs in on a new PC: certificate, person, office. */
export async function login(page: Page, world: World, participant: Participant): Promise<void> {
  await page.goto(world.hub.url);
  await chooseCertificate(page, participant.certificateFile);
  await typePassword(page, participant);
  await page.getByRole('heading', { name: 'トップページ' }).waitFor();
}

/** Signs in again where a session ended: this PC is known, so the screen of before comes back. */
export async function signInAgain(page: Page, userId: string, password: string): Promise<void> {
  await page.getByLabel('ユーザID', { exact: true }).fill(userId);
  await page.getByLabel('パスワード', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'ログイン', exact: true }).click();
}

/** Opens a screen by the menu. */
export async function goTo(page: Page, tab: string): Promise<void> {
  await page.getByRole('navigation', { name: 'メニュー' }).getByRole('link', { name: tab }).click();
}

/** Drops files onto the page as the mouse would, folders' paths included. */
export async function drop(page: Page, files: readonly Upload[]): Promise<void> {
  await page.getByRole('button', { name: 'ファイルを選ぶ' }).waitFor();
  const plain = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString('base64') }));
  await page.evaluate((all) => {
    const transfer = new DataTransfer();
    for (const { name, mimeType, base64 } of all) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type: mimeType }));
    }
    for (const type of ['dragover', 'drop'])
      window.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, plain);
}

/** Types into a field, picks from a list or ticks a box, whichever it is. */
export async function fill(field: Locator, value: string | boolean): Promise<void> {
  if (typeof value === 'boolean') await field.setChecked(value);
  else if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(value);
  else await field.fill(value);
}
