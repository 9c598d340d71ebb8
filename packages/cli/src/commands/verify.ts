import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type EvidenceVerdict,
  loadPins,
  type Pins,
  type SignedReportVerdict,
  verifyEvidence,
  verifySignedReport,
} from '@musubi/client';
import { openHome, pinsPath } from '../home.js';
import { CommandError, print, timeText } from '../terminal/output.js';
import { table } from '../terminal/table.js';

const EVENTS: Readonly<Record<string, string>> = {
  SubmissionAcceptance: '受付',
  ContentConsignment: '配置（送信先が取得できる状態）',
  ContentHandover: '取得',
  ContentRelease: '引き渡し',
  ContentAccessTracking: '開封',
  ConsignmentAcceptance: '取込済',
  ConsignmentRejection: '差戻し',
  ContentHandoverFailure: '期限切れ',
  Recalled: '取消',
};

/**
 * Verifies evidence folders or a signed PDF off line; exit code 1 when anything in it is wrong. Where somebody has
 * logged in only the authorities accepted here count.
 */
export async function verify(path: string): Promise<number> {
  const pins = await acceptedPins();
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) return verifyPdf(path, pins);
  return verifyFolders(path, pins);
}

/** The authorities accepted for the hub of the last login; null on a computer without one. */
async function acceptedPins(): Promise<Pins | null> {
  const home = openHome();
  const values = await home.load();
  return values && loadPins(home.files, pinsPath(values));
}

async function verifyFolders(folder: string, pins: Pins | null): Promise<number> {
  const folders = evidenceFolders(folder);
  if (folders.length === 0)
    throw new CommandError(`「${folder}」に証跡（manifest.json と receipt-…）がありません。`, 2);
  let isGood = true;
  for (const one of folders) isGood = (await verifyOne(one, pins)) && isGood;
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

/** Evidence taken out of a signed PDF says once for all folders whom to trust. */
function evidenceIn(folder: string): Map<string, Uint8Array> {
  const files = filesIn(folder);
  const shared = join(dirname(folder), 'trust.json');
  if (!files.has('trust.json') && existsSync(shared)) files.set('trust.json', new Uint8Array(readFileSync(shared)));
  return files;
}

async function verifyOne(folder: string, pins: Pins | null): Promise<boolean> {
  const beside = dirname(dirname(folder)); // received files lie two folders above evidence/ID
  const files = existsSync(beside) ? filesIn(beside) : new Map<string, Uint8Array>();
  const verdict = await verifyEvidence(evidenceIn(folder), files, pins);
  print(`\n${folder}`);
  printReceipts(verdict);
  printAuthorities(verdict);
  print(
    verdict.ok ? `○ すべて正しいことを確かめました（${verdict.steps.length}項目）` : '✕ 確かめられないものがあります。',
  );
  return verdict.ok;
}

function printReceipts({ receipts, steps }: EvidenceVerdict): void {
  const rows = receipts.map((receipt) => [
    EVENTS[receipt.erdsEventId] ?? receipt.erdsEventId,
    timeText(receipt.eventTime),
  ]);
  if (rows.length > 0) print(table(['証跡', '日時'], rows));
  printFailures(steps);
  if (receipts.length === 0) print('✕ 証跡（receipt-…）が一つもありません。');
}

function printFailures(steps: EvidenceVerdict['steps']): void {
  for (const { ok, name, code, message } of steps) if (!ok) print(`✕ ${name}: ${code} ${message}`);
}

function printAuthorities({ authorities }: Pick<EvidenceVerdict, 'authorities'>): void {
  for (const { subject, fingerprint } of authorities) print(`認証局: ${subject}\n  指紋（SHA-256）: ${fingerprint}`);
}

/** A signed PDF: the file as a whole first, then each transmission whose receipts it carries. */
async function verifyPdf(path: string, pins: Pins | null): Promise<number> {
  const verdict = await verifySignedReport(new Uint8Array(readFileSync(path)), pins);
  print(`\n${path}`);
  for (const [id, one] of verdict.transmissions) {
    print(`\n送信番号 ${id}${officesOf(one)}`);
    printReceipts(one);
  }
  printFailures(verdict.steps);
  if (verdict.signer) printSigner(verdict, verdict.signer);
  const bad = [...verdict.transmissions.values()].filter(({ ok }) => !ok).length;
  if (bad > 0) print(`✕ 添付された証跡 ${verdict.transmissions.size}件のうち ${bad}件が正しくありません。`);
  print(
    verdict.ok
      ? `○ PDFは署名されたときのままです。添付された証跡 ${verdict.transmissions.size}件も、すべて正しいことを確かめました。`
      : '✕ 確かめられないものがあります。',
  );
  return verdict.ok ? 0 : 1;
}

function officesOf({ manifest }: EvidenceVerdict): string {
  return manifest ? `　${manifest.sender.officeNumber} → ${manifest.recipient.officeNumber}` : '';
}

function printSigner(verdict: SignedReportVerdict, signer: NonNullable<SignedReportVerdict['signer']>): void {
  const { certificate, name, reason, signingTime } = signer;
  print(`署名した者: ${name}（署名した者が書いた名前）`);
  print(`  署名の目的: ${reason}　署名の日時（署名した端末の時計）: ${timeText(signingTime.toISOString())}`);
  print(
    `  証明書: ${verdict.signedBy === 'hub' ? '連携基盤の証明書' : '事業所の証明書'}　発行者 ${certificate.issuer}`,
  );
  print(`  指紋（SHA-256）: ${certificate.fingerprint}`);
  if (verdict.officeNumber)
    print(`  添付された送信のうち、事業所番号 ${verdict.officeNumber} のものと同じ証明書です。`);
  printAuthorities(verdict);
  print('認証局の指紋が、認証局や連携基盤の運営者が公表しているものと同じかを確かめてください。');
}
