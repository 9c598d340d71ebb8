import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import {
  CannotSend,
  HubProblem,
  judgeAttachment,
  type Letter,
  Outbox,
  packLetter,
  packUnit,
  type SendOutcome,
} from '@musubi/client';
import type { PackedTransmission } from '@musubi/evidence';
import { checkFiles, type SendingUnit, UNIT_NAMES } from '@musubi/standard';
import { readInputs } from '../files.js';
import { requireLogin } from '../home.js';
import { CommandError, monthText, print, say } from '../terminal/output.js';
import { table } from '../terminal/width.js';

export interface SendOptions {
  readonly dryRun?: boolean;
  readonly message?: string;
  readonly attach?: readonly string[];
  readonly to?: string;
}

/** Checks, packs and sends; every recipient gets its own result, and one failure does not stop the rest. */
export async function send(paths: readonly string[], options: SendOptions): Promise<number> {
  const letter = letterOf(options);
  const { units, findings, leftOver } = checkFiles(readInputs(paths).files);
  const broken = units.filter((unit) => unit.findings.some(({ severity }) => severity === 'error'));
  for (const { severity, message, remedy } of findings) if (severity === 'error') say(`✕ ${message}\n  → ${remedy}`);
  const good = units.filter((unit) => !broken.includes(unit));
  if (options.dryRun) {
    print(
      table(
        ['種類', '対象月', '送信先'],
        good.map((unit) => [UNIT_NAMES[unit.kind], monthText(unit.month), unit.recipient.officeNumber]),
      ),
    );
    say(`送信はしていません。送れるもの ${good.length}件、送れないもの ${broken.length + leftOver.length}件`);
    return broken.length + leftOver.length > 0 ? 1 : 0;
  }
  const { home, hub, identity } = await requireLogin();
  const session = await hub.call('currentSession', {});
  const sender = { hub, identity, session, now: () => new Date() };
  const outbox = new Outbox(home.files);
  const failures: string[][] = [];
  const queue = async (name: string, pack: () => Promise<PackedTransmission>) => {
    try {
      await outbox.add(await pack());
    } catch (error) {
      if (!(error instanceof CannotSend || error instanceof HubProblem)) throw error;
      failures.push([
        name,
        '✕ 送れません',
        error instanceof HubProblem ? `${error.message}${error.action}` : error.message,
      ]);
    }
  };
  for (const unit of good) await queue(unitName(unit), () => packUnit(sender, unit, letter));
  if (units.length === 0 && options.to)
    await queue(options.to, () => packLetter(sender, recipientOf(options.to ?? ''), letter));
  else if (units.length === 0)
    throw new CommandError(
      '送るファイルがありません。添付やメッセージだけを送るときは --to 事業所番号-種類 を指定してください。',
      2,
    );
  const outcomes = await outbox.flush(hub, (outcome) => say(progress(outcome)));
  print(table(['送信先', '結果', 'くわしく'], [...outcomes.map(outcomeRow), ...failures]));
  const isComplete =
    failures.length === 0 && broken.length === 0 && outcomes.every(({ state }) => state === 'accepted');
  return isComplete ? 0 : 1;
}

function letterOf({ message, attach = [] }: SendOptions): Letter {
  const attachments = attach.map((path) => {
    const bytes = new Uint8Array(readFileSync(path));
    const verdict = judgeAttachment(basename(path), bytes);
    if ('refused' in verdict) throw new CommandError(`添付「${basename(path)}」は送れません。${verdict.refused}`);
    return { name: basename(path), mediaType: verdict.mediaType, bytes };
  });
  return { message: message ?? null, attachments };
}

function recipientOf(text: string): { officeNumber: string; serviceType: string } {
  const [, officeNumber, serviceType] = /^([0-9A-Z]{10})-([0-9A-Z]{2})$/.exec(text) ?? [];
  if (!officeNumber || !serviceType)
    throw new CommandError('--to は「事業所番号-サービス種類」（例: 1375400014-13）で指定してください。', 2);
  return { officeNumber, serviceType };
}

const unitName = (unit: SendingUnit) => `${unit.recipient.officeNumber} ${UNIT_NAMES[unit.kind]}`;

function progress({ state, manifest }: SendOutcome): string {
  const marks = { accepted: '○', waiting: '…', refused: '✕' } as const;
  return `${marks[state]} ${manifest.recipient.officeNumber}`;
}

function outcomeRow(outcome: SendOutcome): string[] {
  const { recipient } = outcome.manifest;
  switch (outcome.state) {
    case 'accepted':
      return [outcome.submission.transmission.recipient.name, '○ 受付済', `送信番号 ${outcome.manifest.id}`];
    case 'waiting':
      return [recipient.officeNumber, '… 送信待ち', outcome.reason];
    case 'refused':
      return [recipient.officeNumber, '✕ 送れません', `${outcome.problem.message}${outcome.problem.action}`];
  }
}

/** Shows what waits, or tries it again. */
export async function outbox({ retry = false }: { retry?: boolean }): Promise<number> {
  const { home, hub } = await requireLogin();
  const box = new Outbox(home.files);
  if (retry) {
    const outcomes = await box.flush(hub, (outcome) => say(progress(outcome)));
    print(table(['送信先', '結果', 'くわしく'], outcomes.map(outcomeRow)));
    return outcomes.every(({ state }) => state === 'accepted') ? 0 : 1;
  }
  const rows = (await box.list()).map(({ manifest, refusal }) => [
    manifest.recipient.officeNumber,
    monthText(manifest.serviceMonth),
    refusal ? `✕ ${refusal.title}${refusal.action}` : '… 送信待ち',
  ]);
  print(rows.length > 0 ? table(['送信先', '対象月', '状態'], rows) : '送信待ちはありません。');
  return 0;
}
