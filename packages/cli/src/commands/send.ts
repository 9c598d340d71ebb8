import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import {
  ConnectionFailure,
  Directory,
  type Draft,
  Drafts,
  findOffices,
  judgeAttachment,
  type Letter,
  newId,
  Outbox,
  type PackOutcome,
  requireMessageLength,
  type SendOutcome,
} from '@musubi/client';
import { checkFiles, officeNumberRemark, type SendingUnit, UNIT_NAMES } from '@musubi/standard';
import { readInputs } from '../files.js';
import { type Home, type Login, requireLogin } from '../home.js';
import { knowledgeFor } from '../reference.js';
import { requireCleanToSend } from '../scanner.js';
import { CommandError, line, monthText, print, say } from '../terminal/output.js';
import { table } from '../terminal/table.js';
import { sayMeetings, sayOwn } from './acquaintance.js';

export interface SendOptions {
  readonly dryRun?: boolean;
  readonly message?: string;
  readonly attach?: readonly string[];
  readonly to?: string;
  readonly sure?: boolean;
}

/** Checks, stores, packs and sends; every recipient gets its own result, and one failure does not stop the rest. */
export async function send(paths: readonly string[], options: SendOptions): Promise<number> {
  const letter = letterOf(options);
  await requireCleanToSend(letter.attachments);
  const { files } = readInputs(paths);
  const { units, findings, leftOver } = checkFiles(files, { services: await knowledgeFor(files) });
  const broken = units.filter((unit) => unit.findings.some(({ severity }) => severity === 'error'));
  for (const { severity, message, remedy } of findings)
    if (severity === 'error') say(line`✕ ${message}\n  → ${remedy}`);
  const good = units.filter((unit) => !broken.includes(unit));
  const left = broken.length + leftOver.length;
  if (options.dryRun) {
    const rows = good.map((unit) => [UNIT_NAMES[unit.kind], monthText(unit.month), unit.recipient.officeNumber]);
    print(table(['種類', '対象月', '送信先'], rows));
    say(`送信はしていません。送れるもの ${good.length}件、送れないもの ${left}件`);
    return left > 0 ? 1 : 0;
  }
  const drafts = draftsOf(good, letter, units.length === 0 ? options.to : undefined);
  if (drafts.length === 0 && left === 0)
    throw new CommandError(
      '送るファイルがありません。添付やメッセージだけを送るときは --to 事業所番号-種類 を指定してください。',
      2,
    );
  const login = await requireLogin();
  if (options.to !== undefined && !options.sure) await requireSure(login, drafts);
  const boxes = boxesOf(login.home);
  for (const draft of drafts) await boxes.drafts.add(draft);
  const isComplete = await deliver(login, boxes);
  return isComplete && left === 0 ? 0 : 1;
}

function draftsOf(units: readonly SendingUnit[], letter: Letter, to: string | undefined): Draft[] {
  const id = () => newId(new Date());
  if (to !== undefined) return [{ id: id(), recipient: recipientOf(to), files: [], letter }];
  return units.map(({ recipient, files }) => ({
    id: id(),
    recipient,
    files: files.map(({ name, bytes }) => ({ name, bytes })),
    letter,
  }));
}

/** Returns what speaks for a slip of the hand in the recipients' numbers; nothing while the hub is out of reach. */
async function remarksAbout({ hub }: Login, drafts: readonly Draft[]): Promise<string[]> {
  const numbers = [...new Set(drafts.map(({ recipient }) => recipient.officeNumber))];
  const [{ partners }, found] = await Promise.all([hub.call('listPartners', {}), findOffices(hub, numbers)]);
  return numbers.flatMap((number) => officeNumberRemark(number, partners, found.has(number)) ?? []);
}

/** A number somebody typed goes nowhere while it looks like another's: what is sent to a stranger can't be taken back. */
async function requireSure(login: Login, drafts: readonly Draft[]): Promise<void> {
  let remarks: string[] = [];
  try {
    remarks = await remarksAbout(login, drafts);
  } catch (error) {
    // Out of reach: it is asked again, and said, when the draft is packed.
    if (!(error instanceof ConnectionFailure)) throw error;
  }
  if (remarks.length > 0)
    throw new CommandError(
      `${line`${remarks.join('')}`}何も送っていません。まちがいでなければ、--sure を付けてもう一度実行してください。`,
    );
}

function boxesOf(home: Home): { drafts: Drafts; outbox: Outbox } {
  const outbox = new Outbox(home.files);
  return { drafts: new Drafts(home.files, outbox), outbox };
}

/** Packs and sends everything that waits, of this call and of earlier ones; true when nothing is left over. */
async function deliver(login: Login, { drafts, outbox }: ReturnType<typeof boxesOf>): Promise<boolean> {
  const { hub, trust, identity } = login;
  const directory = new Directory(hub, trust);
  let own = '';
  const waiting = await drafts.list();
  const packed = await drafts.packAll(async () => {
    for (const remark of await remarksAbout(login, waiting)) say(line`△ ${remark}`);
    const session = await hub.call('currentSession', {});
    own = session.office.officeNumber;
    return { directory, identity, session, now: () => new Date() };
  });
  const meetings = [...directory.meetings.values()];
  await sayMeetings(meetings.filter(({ office }) => office.officeNumber !== own));
  for (const one of meetings) if (one.office.officeNumber === own) await sayOwn(one);
  // Files of a refused draft still lie where they came from: the reason is said and nothing waits on.
  for (const { state, draft } of packed) if (state === 'refused') await drafts.discard(draft.id);
  const outcomes = await outbox.flush(hub, (outcome) => say(progress(outcome)));
  const rows = [...outcomes.map(outcomeRow), ...packed.flatMap(draftRow)];
  print(rows.length > 0 ? table(['送信先', '結果', 'くわしく'], rows) : '送信待ちはありません。');
  const isWaiting = rows.some(([, state]) => state === WAITING);
  if (isWaiting) say('送信待ちは保管しています。つながるようになったら「musubi outbox --retry」で送れます。');
  return packed.every(({ state }) => state === 'packed') && outcomes.every(({ state }) => state === 'accepted');
}

function letterOf({ message, attach = [] }: SendOptions): Letter {
  const attachments = attach.map((path) => {
    const bytes = new Uint8Array(readFileSync(path));
    const verdict = judgeAttachment(basename(path), bytes);
    if ('refused' in verdict) throw new CommandError(`添付「${basename(path)}」は送れません。${verdict.refused}`);
    return { ...verdict, bytes };
  });
  requireMessageLength(message ?? null);
  return { message: message ?? null, attachments };
}

function recipientOf(text: string): { officeNumber: string; serviceType: string } {
  const [, officeNumber, serviceType] = /^([0-9A-Z]{10})-([0-9A-Z]{2})$/.exec(text) ?? [];
  if (!officeNumber || !serviceType)
    throw new CommandError('--to は「事業所番号-サービス種類」（例: 1375400014-13）で指定してください。', 2);
  return { officeNumber, serviceType };
}

const WAITING = '… 送信待ち';
const REFUSED = '✕ 送れません';

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
      return [recipient.officeNumber, WAITING, outcome.reason];
    case 'refused':
      return [recipient.officeNumber, REFUSED, `${outcome.problem.message}${outcome.problem.action}`];
  }
}

function draftRow(outcome: PackOutcome): string[][] {
  if (outcome.state === 'packed') return [];
  return [[outcome.draft.recipient.officeNumber, outcome.state === 'waiting' ? WAITING : REFUSED, outcome.reason]];
}

/** Shows what waits, tries it again, or takes one out for good. */
export async function outbox({ retry = false, discard }: { retry?: boolean; discard?: string }): Promise<number> {
  const login = await requireLogin();
  const boxes = boxesOf(login.home);
  if (retry) return (await deliver(login, boxes)) ? 0 : 1;
  const drafts = await boxes.drafts.list();
  const queued = await boxes.outbox.list();
  if (discard !== undefined) {
    if (![...drafts.map(({ id }) => id), ...queued.map(({ manifest }) => manifest.id)].includes(discard))
      throw new CommandError(`「${discard}」は送信待ちにありません。「musubi outbox」で番号を確かめてください。`, 2);
    await boxes.drafts.discard(discard);
    await boxes.outbox.discard(discard);
    print('送信待ちから取り除きました。');
    return 0;
  }
  const rows = [
    ...queued.map(({ manifest, refusal }) => [
      manifest.recipient.officeNumber,
      monthText(manifest.serviceMonth),
      refusal ? REFUSED : WAITING,
      refusal ? `${refusal.title}${refusal.action}` : '',
      manifest.id,
    ]),
    ...drafts.map(({ id, recipient }) => [recipient.officeNumber, '', WAITING, '', id]),
  ];
  print(rows.length > 0 ? table(['送信先', '対象月', '状態', 'くわしく', '送信番号'], rows) : '送信待ちはありません。');
  return 0;
}
