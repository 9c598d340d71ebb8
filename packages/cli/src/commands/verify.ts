import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  answersOf,
  attachedProof,
  type EvidenceVerdict,
  loadPins,
  type Pins,
  type Proof,
  QUESTIONS,
  type Question,
  type SignedReportVerdict,
  type VerificationStep,
  verifyEvidence,
  verifySignedReport,
  worstOf,
} from '@musubi/client';
import { openHome, pinsPath } from '../home.js';
import { CommandError, line, print, timeText } from '../terminal/output.js';
import { table } from '../terminal/table.js';
import { Surroundings } from './verify-folder.js';
import { reportJson, verdictJson } from './verify-json.js';

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

/** 2 is a wrongly used command, as everywhere. */
const EXIT_CODES: Readonly<Record<Proof, number>> = { proven: 0, changed: 1, absent: 3, unknown: 4 };
const MARKS: Readonly<Record<Proof, string>> = { proven: '○', changed: '✕', absent: '－', unknown: '？' };

export interface VerifyOptions {
  /** Fingerprints of authorities to go by, as a person compared them. */
  readonly authority?: readonly string[];
  readonly json?: boolean;
}

/**
 * Verifies evidence folders or a signed PDF off line. Only authorities count that were accepted here at a login or whose
 * fingerprints are given. Returns 0 when everything is proven, 1 when something was changed, 3 when something is not
 * here, 4 when nobody said who signed.
 */
export async function verify(path: string, { authority = [], json = false }: VerifyOptions = {}): Promise<number> {
  const pins = await acceptedPins(authority.map(fingerprintIn));
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) return EXIT_CODES[await verifyPdf(path, pins, json)];
  return EXIT_CODES[await verifyFolders(path, pins, json)];
}

function fingerprintIn(text: string): string {
  const fingerprint = text.replaceAll(/[\s:]/g, '').toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(fingerprint))
    throw new CommandError('--authority には、指紋（SHA-256）の0〜9とa〜fの64文字をすべて指定してください。', 2);
  return fingerprint;
}

/** The authorities accepted for the hub of the last login and those given; null when there are none. */
async function acceptedPins(given: readonly string[]): Promise<Pins | null> {
  const home = openHome();
  const values = await home.load();
  const pins = values && (await loadPins(home.files, pinsPath(values)));
  if (!pins && given.length === 0) return null;
  return { offices: [...(pins?.offices ?? []), ...given], receipts: [...(pins?.receipts ?? []), ...given] };
}

async function verifyFolders(folder: string, pins: Pins | null, json: boolean): Promise<Proof> {
  const folders = evidenceFolders(folder);
  if (folders.length === 0)
    throw new CommandError(`「${folder}」に証跡（manifest.json と receipt-…）がありません。`, 2);
  const around = new Surroundings();
  const verdicts = new Map<string, EvidenceVerdict>();
  for (const one of folders) {
    const verdict = await verifyOne(one, pins, around);
    verdicts.set(one, verdict);
    if (!json) printVerdict(one, verdict);
  }
  const left = around.leftOver(folder);
  const unproven = folders.filter((one) => !readdirSync(one).some((name) => /^receipt-\d/.test(name)));
  const proofs = [...verdicts.values()].map((one) => one.proof);
  const proof = worstOf(left.length > 0 ? [...proofs, 'absent'] : proofs);
  if (json) {
    const each = [...verdicts].map(([path, one]) => ({ folder: path, ...verdictJson(one) }));
    print(JSON.stringify({ proof, folders: each, leftOver: left, withoutReceipts: unproven }, null, 2));
    return proof;
  }
  if (unproven.length > 0)
    print(
      line`\n－ ${unproven.length}件の送信には、証跡（受付や取得の証明）がここにありません。受け取ったものは「musubi receive --to ${folder}」で補えます。`,
    );
  if (left.length > 0) {
    print('\n－ 次のファイルには証跡がここにないため、確かめていません。');
    for (const name of left) print(line`  ${name}`);
  }
  return proof;
}

const IS_EVIDENCE = /^(manifest\.(json|p7s)|payload\.p7m|salt\.bin|receipt-\d+-\w+\.(json|p7s))$/;

/** The folder into which receiving puts the evidence of one transmission, whatever became of its content. */
const IS_PLACE = /[\\/]evidence[\\/][0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The folder itself, or the evidence folders below it; one that has lost its manifest as well. */
function evidenceFolders(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  if (IS_PLACE.test(resolve(folder)) || entries.some((entry) => entry.isFile() && IS_EVIDENCE.test(entry.name)))
    return [folder];
  return entries.filter((entry) => entry.isDirectory()).flatMap(({ name }) => evidenceFolders(join(folder, name)));
}

/** The files of an evidence folder. What was taken out of a signed PDF says once for all folders whom to trust. */
function evidenceIn(folder: string): Map<string, Uint8Array> {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  const files = new Map(names.map(({ name }) => [name, new Uint8Array(readFileSync(join(folder, name)))]));
  const shared = join(dirname(folder), 'trust.json');
  if (!files.has('trust.json') && existsSync(shared)) files.set('trust.json', new Uint8Array(readFileSync(shared)));
  return files;
}

async function verifyOne(folder: string, pins: Pins | null, around: Surroundings): Promise<EvidenceVerdict> {
  const evidence = evidenceIn(folder);
  const verdict = await verifyEvidence(evidence, around.of(folder, evidence.get('manifest.json')), pins);
  around.claim(folder, verdict.found);
  return verdict;
}

function printVerdict(folder: string, verdict: EvidenceVerdict): void {
  print(line`\n${folder}`);
  printReceipts(verdict);
  printSteps(verdict.steps);
  printAnswers(verdict.steps);
  printAuthorities(verdict);
  print(SENTENCES[verdict.proof](verdict.steps));
}

const QUESTION_WORDS: Readonly<Record<Question, string>> = {
  signature: '署名',
  time: '日時（連携基盤の時計）',
  content: '中身',
  chain: '証跡のつながり',
};

/** Says which of the four questions of evidence are answered (security.md R35). */
function printAnswers(steps: readonly VerificationStep[]): void {
  const answers = answersOf(steps);
  print(QUESTIONS.map((question) => `${MARKS[answers[question]]} ${QUESTION_WORDS[question]}`).join('　'));
}

const count = (steps: readonly VerificationStep[], wanted: Proof) =>
  steps.filter(({ proof }) => proof === wanted).length;

const UNKNOWN = '？ 認証局を知らないため、だれが署名したかは分かりません。';
const HOW_TO_KNOW =
  '  認証局の指紋が、認証局や連携基盤の運営者が公表しているものと同じときは、「--authority 指紋」を付けて確かめ直してください。';

const SENTENCES: Readonly<Record<Proof, (steps: readonly VerificationStep[]) => string>> = {
  proven: (steps) => `○ すべて正しいことを確かめました（${steps.length}項目）`,
  absent: (steps) =>
    `－ 書き換えられたものはありませんが、ここにないものが${count(steps, 'absent')}件あり、すべては確かめていません（確かめたもの ${count(steps, 'proven')}項目）。`,
  unknown: () => `${UNKNOWN}\n${HOW_TO_KNOW}`,
  changed: (steps) => `✕ 正しくないものが${count(steps, 'changed')}件あります。`,
};

function printReceipts({ receipts }: EvidenceVerdict): void {
  const rows = receipts.map((receipt) => [
    EVENTS[receipt.erdsEventId] ?? receipt.erdsEventId,
    timeText(receipt.eventTime),
  ]);
  if (rows.length > 0) print(table(['証跡', '日時'], rows));
}

/** Everything that is not proven, each with its reason. */
function printSteps(steps: readonly VerificationStep[]): void {
  for (const { proof, name, code, message } of steps)
    if (proof !== 'proven') print(line`${MARKS[proof]} ${name}: ${code === null ? message : `${code} ${message}`}`);
}

function printAuthorities({ authorities }: Pick<EvidenceVerdict, 'authorities'>): void {
  for (const { subject, fingerprint } of authorities)
    print(line`認証局: ${subject}\n  指紋（SHA-256）: ${fingerprint}`);
}

/** A signed PDF: the file as a whole first, then each transmission whose receipts it carries. */
async function verifyPdf(path: string, pins: Pins | null, json: boolean): Promise<Proof> {
  const verdict = await verifySignedReport(new Uint8Array(readFileSync(path)), pins);
  if (json) {
    print(JSON.stringify(reportJson(verdict), null, 2));
    return verdict.proof;
  }
  print(line`\n${path}`);
  for (const [id, one] of verdict.transmissions) {
    print(line`\n送信番号 ${id}${officesOf(one)}`);
    printReceipts(one);
    printSteps(one.steps);
  }
  printSteps(verdict.steps);
  if (verdict.signer) printSigner(verdict, verdict.signer);
  print(PDF_SENTENCES[verdict.proof](verdict));
  return verdict.proof;
}

const PDF_SENTENCES: Readonly<Record<Proof, (verdict: SignedReportVerdict) => string>> = {
  proven: ({ transmissions: { size } }) =>
    size === 0
      ? '○ PDFは署名されたときのままです。証跡は添付されていません。'
      : `○ PDFは署名されたときのままです。添付された証跡 ${size}件も、すべて正しいことを確かめました。\n  送ったファイルそのものはPDFに入っていないため、確かめていません。`,
  absent: () => '－ PDFは署名されたときのままですが、添付された証跡に、ここにないものがあります。',
  unknown: () => `${UNKNOWN}PDFの中身を信じる前に、署名した者を確かめてください。\n${HOW_TO_KNOW}`,
  changed: ({ transmissions }) => {
    const bad = [...transmissions.values()].filter((one) => attachedProof(one) === 'changed').length;
    const which = bad > 0 ? `添付された証跡 ${transmissions.size}件のうち ${bad}件が正しくありません。` : '';
    return `✕ ${which}このPDFの中身を信じないでください。`;
  },
};

function officesOf({ manifest }: EvidenceVerdict): string {
  return manifest ? `　${manifest.sender.officeNumber} → ${manifest.recipient.officeNumber}` : '';
}

function printSigner(verdict: SignedReportVerdict, signer: NonNullable<SignedReportVerdict['signer']>): void {
  const { certificate, name, reason, signingTime } = signer;
  print(line`署名した者: ${name}（署名した者が書いた名前）`);
  print(line`  署名の目的: ${reason}　署名の日時（署名した端末の時計）: ${timeText(signingTime.toISOString())}`);
  if (verdict.signedBy) {
    const whose = verdict.signedBy === 'hub' ? '連携基盤の証明書' : '事業所の証明書';
    print(line`  証明書: ${whose}　発行者 ${certificate.issuer}`);
  }
  print(line`  指紋（SHA-256）: ${certificate.fingerprint}`);
  if (verdict.officeNumber)
    print(line`  添付された送信のうち、事業所番号 ${verdict.officeNumber} のものと同じ証明書です。`);
  printAuthorities(verdict);
}
