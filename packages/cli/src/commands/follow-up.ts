import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { evidenceFiles, verifyEvidence, watchEvents } from '@musubi/client';
import { createFileStore } from '@musubi/client/node';
import type { EventName } from '@musubi/contract';
import { fromBase64 } from '@musubi/evidence';
import { requireLogin } from '../home.js';
import { CommandError, print, say, timeText } from '../terminal/output.js';
import { table } from '../terminal/table.js';

export async function recall(id: string): Promise<number> {
  const { hub } = await requireLogin();
  await hub.call('recall', { params: { id } });
  print('送信を取り消しました。送信先は、もう取得できません。');
  return 0;
}

export async function accept(id: string): Promise<number> {
  const { hub } = await requireLogin();
  await hub.call('decide', { params: { id }, body: { decision: 'accepted' } });
  print('取込済として送信元に知らせました。');
  return 0;
}

const REASONS = ['wrong-client', 'cannot-import', 'wrong-recipient', 'duplicate', 'other'] as const;

export async function reject(id: string, { reason }: { reason: string }): Promise<number> {
  const known = REASONS.find((one) => one === reason);
  if (!known) throw new CommandError(`--reason は次のどれかです: ${REASONS.join('、')}`, 2);
  const { hub } = await requireLogin();
  await hub.call('decide', { params: { id }, body: { decision: 'rejected', reason: known, findings: [] } });
  print('差戻しとして送信元に知らせました。');
  return 0;
}

/** Saves manifest, ciphertext and receipts of a transmission as an evidence folder. */
export async function receipts(id: string, { to }: { to: string }): Promise<number> {
  const { hub } = await requireLogin();
  const params = { id };
  const [signed, payload, list, trust] = await Promise.all([
    hub.call('getManifest', { params }),
    hub.call('getPayload', { params }),
    hub.call('listReceipts', { params }),
    hub.call('trust', {}),
  ]);
  if (!(payload instanceof Uint8Array)) throw new TypeError('the payload route answers with bytes');
  const packed = { manifest: fromBase64(signed.manifest), signature: fromBase64(signed.signature), payload };
  const store = createFileStore(to);
  for (const [name, bytes] of evidenceFiles({ packed, salt: null, receipts: list.receipts, trust }))
    await store.write(name, bytes);
  print(`証跡 ${list.receipts.length}件を ${to} に保存しました。「musubi verify ${to}」で確かめられます。`);
  return 0;
}

const EVENTS: Readonly<Record<string, string>> = {
  SubmissionAcceptance: '受付',
  ContentConsignment: '配置（送信先が取得できる状態）',
  ContentHandover: '取得',
  ContentAccessTracking: '開封',
  ConsignmentAcceptance: '取込済',
  ConsignmentRejection: '差戻し',
  ContentHandoverFailure: '期限切れ',
  Recalled: '取消',
};

/** Verifies an evidence folder off line; exit code 1 when anything in it is wrong. */
export async function verify(folder: string): Promise<number> {
  const folders = evidenceFolders(folder);
  if (folders.length === 0)
    throw new CommandError(`「${folder}」に証跡（manifest.json と receipt-…）がありません。`, 2);
  let isGood = true;
  for (const one of folders) isGood = (await verifyOne(one)) && isGood;
  return isGood ? 0 : 1;
}

/** The folder itself, or the evidence folders below it. */
function evidenceFolders(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  if (existsSync(join(folder, 'manifest.json'))) return [folder];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => evidenceFolders(join(folder, entry.name)));
}

function filesIn(folder: string): Map<string, Uint8Array> {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(names.map(({ name }) => [name, new Uint8Array(readFileSync(join(folder, name)))]));
}

async function verifyOne(folder: string): Promise<boolean> {
  const beside = dirname(dirname(folder)); // received files lie two folders above evidence/ID
  const verdict = await verifyEvidence(filesIn(folder), existsSync(beside) ? filesIn(beside) : new Map());
  print(`\n${folder}`);
  const rows = verdict.receipts.map((receipt) => [
    EVENTS[receipt.erdsEventId] ?? receipt.erdsEventId,
    timeText(receipt.eventTime),
  ]);
  if (rows.length > 0) print(table(['証跡', '日時'], rows));
  for (const { ok, name, code, message } of verdict.steps) if (!ok) print(`✕ ${name}: ${code} ${message}`);
  for (const { subject, fingerprint } of verdict.authorities)
    print(`認証局: ${subject}\n  指紋（SHA-256）: ${fingerprint}`);
  if (verdict.receipts.length === 0) print('✕ 証跡（receipt-…）が一つもありません。');
  print(
    verdict.ok ? `○ すべて正しいことを確かめました（${verdict.steps.length}項目）` : '✕ 確かめられないものがあります。',
  );
  return verdict.ok;
}

const EVENT_WORDS: Readonly<Record<EventName, string>> = {
  'transmission.arrived': '届きました',
  'transmission.changed': '状態が変わりました',
  'draft.changed': '下書きが変わりました',
  'office.changed': '事業所の登録や利用の状態が変わりました',
  'notice.published': 'お知らせが出ました',
};

/** Tells of arrivals and changes until interrupted. */
export async function watch(): Promise<number> {
  const { hub } = await requireLogin();
  const abort = new AbortController();
  process.on('SIGINT', () => abort.abort());
  say('到着と状態の変化を待っています（Ctrl+C で終了）。');
  await watchEvents(
    hub,
    ({ name, transmissionId, draftId }) => {
      const about = transmissionId ?? draftId;
      print([timeText(new Date().toISOString()), EVENT_WORDS[name], ...(about ? [about] : [])].join(' '));
    },
    abort.signal,
  );
  return 0;
}
