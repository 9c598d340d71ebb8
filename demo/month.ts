/**
 * The demo month: a care-management office sends October's schedules to twelve service offices through a running hub,
 * they answer with actuals, the care manager sees the differences, and openssl judges the evidence. Everything is real
 * but the data, which is fictitious. With a terminal the hub stays up afterwards to look around; otherwise all ends.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Directory, HubTrust, listAll, Outbox, packUnit, type Received, receive } from '@musubi/client';
import { createFileStore } from '@musubi/client/node';
import { type RunningHub, startHub } from '@musubi/hub';
import { codeKnowledge, serviceCodes } from '@musubi/reference';
import { readTable } from '@musubi/reference/node';
import { checkFiles, compareScheduleWithActuals, type InputFile, namesIn } from '@musubi/standard';
import { enrolOffice, signIn, type TestOffice, type TestPerson } from '@musubi/testkit';
import { comparisonText } from '../packages/cli/src/commands/compare.js';
import { table } from '../packages/cli/src/terminal/table.js';
import { prepareSystem } from '../tools/system.js';
import { leaveLetter, openForVisitors, openInBrowser, type Visitor, windowsOf } from './browse.js';

const SAMPLES = fileURLToPath(new URL('../test/fixtures/samples', import.meta.url));
const MONTH = 'month-v4';
const CARE_OFFICE = '1377700001';
const PARTNER = '1375400014';

interface Participant {
  readonly name: string;
  readonly office: TestOffice;
  readonly person: TestPerson;
  readonly folder: string;
}

const started = Date.now();
/** With a terminal the hub stays up afterwards, so that people can look around. */
const isInteractive = process.stdin.isTTY === true && process.stdout.isTTY === true;
const say = (text: string) => console.log(text);
const heading = (text: string) => say(`\n■ ${text}（${((Date.now() - started) / 1000).toFixed(1)}秒）`);

function filesIn(folder: string): InputFile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.CSV'))
    .map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) }));
}

const { offices }: { offices: { officeNumber: string; serviceType: string; name: string }[] } = JSON.parse(
  readFileSync(join(SAMPLES, 'manifest.json'), 'utf8'),
);

/** Registers the offices that take part in the month; each gets a certificate and a person who signs in. */
async function enrolAll(hub: RunningHub, folder: string): Promise<Participant[]> {
  const numbers = new Set(
    checkFiles(filesIn(join(SAMPLES, MONTH, 'plans'))).units.flatMap(({ sender, recipient }) => [
      sender.officeNumber,
      recipient.officeNumber,
    ]),
  );
  const participants: Participant[] = [];
  for (const { officeNumber, serviceType, name } of offices.filter((one) => numbers.has(one.officeNumber))) {
    const office = await enrolOffice(hub, { officeNumber, name, serviceTypes: [serviceType], keyType: 'rsa-2048' });
    participants.push({
      name,
      office,
      person: await signIn(hub, office, 'staff', `${name}の担当`),
      folder: join(folder, officeNumber),
    });
  }
  return participants;
}

/** Checks, signs, encrypts and sends every unit in a folder that the participant is the sender of. */
async function sendAll({ office, person, folder }: Participant, files: readonly InputFile[]): Promise<number> {
  const home = createFileStore(join(folder, 'home'));
  const outbox = new Outbox(home);
  const { hub } = person;
  const trust = new HubTrust(hub, home);
  const sender = {
    directory: new Directory(hub, trust),
    identity: office.identity,
    session: person.session,
    now: () => new Date(),
  };
  const { units, findings } = checkFiles(files);
  if (findings.some(({ severity }) => severity === 'error')) throw new Error('the sample month should have no errors');
  for (const unit of units.filter((one) => one.sender.officeNumber === office.officeNumber)) {
    await outbox.add(await packUnit(sender, unit, { message: '10月分です。よろしくお願いします。', attachments: [] }));
  }
  const outcomes = await outbox.flush({ hub, identities: [office.identity], trust, now: sender.now });
  const failed = outcomes.find(({ state }) => state !== 'accepted');
  if (failed) throw new Error(`not accepted: ${JSON.stringify(failed)}`);
  return outcomes.length;
}

/** Fetches, verifies and saves what waits in the inbox; then says it was imported. */
async function receiveAll({ office, person, folder }: Participant): Promise<Received[]> {
  const hubTrust = new HubTrust(person.hub, createFileStore(join(folder, 'home')));
  const trust = await hubTrust.load();
  const receiver = {
    known: hubTrust.known,
    hub: person.hub,
    identities: [office.identity],
    files: createFileStore(join(folder, 'received')),
    now: () => new Date(),
  };
  const received: Received[] = [];
  for await (const transmission of listAll(person.hub, { box: 'inbox', delivery: 'consigned' })) {
    received.push(await receive(receiver, transmission, trust));
    await person.hub.call('markOpened', { params: { id: transmission.id } });
    await person.hub.call('decide', { params: { id: transmission.id }, body: { decision: 'accepted' } });
  }
  return received;
}

/** Lets openssl verify every signature in the evidence folders: manifests against the offices' authority, receipts against the hub's. */
function judgeEvidence(folder: string): { good: number; bad: string[] } {
  let good = 0;
  const bad: string[] = [];
  for (const id of readdirSync(folder)) {
    for (const signature of readdirSync(join(folder, id)).filter((name) => name.endsWith('.p7s'))) {
      const authority = signature.startsWith('receipt') ? 'receipt-authorities.pem' : 'certificate-authorities.pem';
      const content = signature.replace('.p7s', '.json');
      const args = [
        'cms',
        '-verify',
        '-inform',
        'DER',
        '-binary',
        '-in',
        signature,
        '-content',
        content,
        '-CAfile',
        authority,
        '-purpose',
        'any',
        '-out',
        '/dev/null',
      ];
      const { status } = spawnSync('openssl', args, { cwd: join(folder, id) });
      if (status === 0) good++;
      else bad.push(join(folder, id, signature));
    }
  }
  return { good, bad };
}

/** Saves the receipts as they stand at the end: handover, opening and import included. */
async function saveReceipts({ person, folder }: Participant): Promise<void> {
  const evidence = join(folder, 'received', 'evidence');
  for (const id of readdirSync(evidence)) {
    const { receipts } = await person.hub.call('listReceipts', { params: { id } });
    for (const [at, { event, receipt, signature }] of receipts.entries()) {
      const name = `receipt-${String(at + 1).padStart(2, '0')}-${event}`;
      writeFileSync(join(evidence, id, `${name}.json`), Buffer.from(receipt, 'base64'));
      writeFileSync(join(evidence, id, `${name}.p7s`), Buffer.from(signature, 'base64'));
    }
  }
}

async function runMonth(hub: RunningHub, folder: string): Promise<Visitor[]> {
  heading('1. 事業所の登録（証明書とユーザID）');
  const participants = await enrolAll(hub, folder);
  const care = participants.find(({ office }) => office.officeNumber === CARE_OFFICE);
  if (!care) throw new Error('the care office is missing');
  const partners = participants.filter((one) => one !== care);
  say(`${care.name} と、サービス事業所 ${partners.length}か所`);

  heading('2. ケアマネジャーが10月の予定を点検して送る');
  const sent = await sendAll(care, filesIn(join(SAMPLES, MONTH, 'plans')));
  say(`予定 ${sent}件を送りました（連携基盤は中身を読めません）`);

  heading('3. 各事業所が受け取り、実績を返す');
  const rows: string[][] = [];
  for (const partner of partners) {
    const received = await receiveAll(partner);
    const answered = await sendAll(partner, filesIn(join(SAMPLES, MONTH, 'actuals')));
    const clients = new Set(
      received.flatMap(({ checked }) =>
        checked.units.flatMap(({ files }) =>
          files.flatMap(({ table: cells, kind }) =>
            cells && kind === 'UPHOSOKU' ? Array.from({ length: cells.rowCount }, (_, row) => cells.text(row, 3)) : [],
          ),
        ),
      ),
    );
    rows.push([partner.name, `${received.length}件`, `${clients.size}人`, `${answered}件`]);
  }
  say(table(['事業所', '受け取った予定', '利用者', '返した実績'], rows));

  heading('4. ケアマネジャーが実績を受け取り、違いだけを見る');
  const actuals = (await receiveAll(care)).flatMap(({ checked }) => checked.units);
  const schedules = checkFiles(filesIn(join(SAMPLES, MONTH, 'plans'))).units;
  const knowledge = codeKnowledge(serviceCodes(readTable('service-codes.csv')));
  const comparison = compareScheduleWithActuals(schedules, actuals, knowledge);
  say(comparisonText(comparison, namesIn([...schedules, ...actuals]), { empty: null, isWhole: true }));

  heading('5. 証跡を openssl で確かめる');
  for (const one of participants) await saveReceipts(one);
  const verdicts = participants.map((one) => judgeEvidence(join(one.folder, 'received', 'evidence')));
  const good = verdicts.reduce((sum, verdict) => sum + verdict.good, 0);
  const bad = verdicts.flatMap((verdict) => verdict.bad);
  if (bad.length > 0) throw new Error(`openssl refuses: ${bad.join(', ')}`);
  say(
    `openssl cms -verify: ${good}件の署名（送信 ${sent * 2}件と、それぞれの受付・配置・取得・開封・取込の証跡）がすべて正しい`,
  );

  heading('まとめ');
  const states = new Map<string, number>();
  for (const box of ['sent', 'inbox'] as const) {
    for await (const { delivery, decision } of listAll(care.person.hub, { box })) {
      const key = `${box === 'sent' ? '予定（送信）' : '実績（受信）'} ${delivery === 'handedOver' ? '取得済' : delivery}・${decision === 'accepted' ? '取込済' : '未取込'}`;
      states.set(key, (states.get(key) ?? 0) + 1);
    }
  }
  say(
    table(
      ['送受信', '件数'],
      [...states].map(([key, count]) => [key, `${count}件`]),
    ),
  );
  const visitors = [
    { label: `ケアマネジャー（${care.name}）`, ...care },
    ...partners
      .filter(({ office }) => office.officeNumber === PARTNER)
      .map((partner) => ({ label: `サービス事業所（${partner.name}）`, ...partner })),
  ];
  const [careVisitor, partner] = visitors;
  if (careVisitor && partner)
    await leaveLetter(partner, careVisitor, '43', '11月の予定について、曜日の変更をご相談したいことがあります。');
  return visitors;
}

function tellWhereToLook(hub: RunningHub, visitors: readonly Visitor[]): void {
  const addresses = windowsOf(hub);
  say('\nブラウザで見る（Edge か Chrome。ログインは画面のボタンを1回押すだけです）');
  for (const [at, { label }] of visitors.entries()) say(`  窓${at + 1}  ${addresses[at]}  … ${label}`);
  say(`  試しに送るファイル  ${join(SAMPLES, MONTH, 'plans')} を「一括送信」に放してください`);
  say(`  API のページ        ${addresses[0]}docs`);
  say('\nコマンドで見る');
  say('  ファイルの点検      npx musubi check test/fixtures/samples/defects/bad-date');
  say('  予定を読む          npx musubi show test/fixtures/samples/month-v4/plans');
  say('  自分で動かすには    npx musubi hub start --data ./hub-data （続きは npx musubi hub --help）');
}

prepareSystem(['openssl']);
const folder = mkdtempSync(join(tmpdir(), 'musubi-demo-'));
chmodSync(folder, 0o711); // PostgreSQL runs as nobody when the demo runs as root
say('Musubi（結）: 2026年10月のデモ（利用者・事業所はすべて架空です）');
let hub = await startHub({ settings: { dataFolder: join(folder, 'hub'), port: 0, logLevel: 'error' } });
let failed = false;
try {
  const visitors = await runMonth(hub, folder);
  await hub.close();
  hub = await openForVisitors(folder, visitors);
  tellWhereToLook(hub, visitors);
  if (isInteractive) {
    for (const address of windowsOf(hub)) openInBrowser(address);
    say('\n連携基盤は動いたままです。Enter キーを押すと終了し、デモのデータを消します。');
    await new Promise((done) => process.stdin.once('data', done));
  } else {
    say('\n端末から実行すると、連携基盤が動いたまま残り、ブラウザで見てまわれます。');
  }
} catch (error) {
  failed = true;
  console.error(error);
} finally {
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
}
say(`\n終わりました（${((Date.now() - started) / 1000).toFixed(1)}秒）。`);
process.exit(failed ? 1 : 0);
