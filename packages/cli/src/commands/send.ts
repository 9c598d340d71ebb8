import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import {
  ConnectionFailure,
  Directory,
  type Draft,
  Drafts,
  findOffices,
  HubProblem,
  judgeAttachment,
  type Letter,
  LetterRegister,
  momentText,
  newId,
  Outbox,
  type PackOutcome,
  requireMessageLength,
  type SendOutcome,
} from '@musubi/client';
import { StorageFailure, sweepUnfinished } from '@musubi/client/node';
import { checkFiles, officeNumberRemark, type SendingUnit, UNIT_NAMES } from '@musubi/standard';
import { readInputs } from '../files.js';
import { type Home, identityOf, type Login, requireLogin } from '../home.js';
import { homeFolder } from '../home-folder.js';
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
  readonly again?: boolean;
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
  const drafts = draftsOf(good, letter, units.length === 0 ? options.to : undefined, options.again ?? false);
  if (drafts.length === 0 && left === 0)
    throw new CommandError(
      '送るファイルがありません。添付やメッセージだけを送るときは --to 事業所番号-種類 を指定してください。',
      2,
    );
  const login = await requireLogin();
  if (options.to !== undefined && !options.sure) await requireSure(login, drafts);
  const boxes = boxesOf(login.home);
  await sweepUnfinished(homeFolder(), ['drafts', 'outbox', 'letters'], new Date());
  await sayWaiting(boxes);
  const register = new LetterRegister(login.home.files);
  const [letterDraft] = drafts.filter((draft) => draft.files.length === 0);
  const state = letterDraft && !options.again ? await letterState(login, boxes, register, letterDraft) : 'new';
  if (state === 'new') await storeAll(boxes, register, drafts);
  if (state === 'sent') return 0;
  const isComplete = await deliver(login, boxes);
  return isComplete && left === 0 ? 0 : 1;
}

function draftsOf(units: readonly SendingUnit[], letter: Letter, to: string | undefined, again: boolean): Draft[] {
  const id = () => newId(new Date());
  if (to !== undefined) return [{ id: id(), recipient: recipientOf(to), files: [], letter }];
  return units.map(({ recipient, files }) => ({
    id: id(),
    recipient,
    files: files.map(({ name, bytes }) => ({ name, bytes })),
    letter,
    again,
  }));
}

/** Says what an earlier run left: it goes with this one, and whoever repeats a command knows why. */
async function sayWaiting({ drafts, outbox }: Boxes): Promise<void> {
  const [stored, queued] = await Promise.all([drafts.list(), outbox.list()]);
  const all = [...stored, ...queued];
  const refused = all.filter(({ refusal }) => refusal !== null).length;
  if (all.length > refused) say(`前からの送信待ちが${all.length - refused}件あります。いっしょに送ります。`);
  if (refused > 0) say(`前に送れなかったものが${refused}件あります。「musubi outbox」で理由を確かめてください。`);
}

/** Returns how the letter of this run stands, as the register of this computer and the hub say; files have their serial for that. */
async function letterState(
  { hub }: Login,
  { drafts, outbox }: Boxes,
  register: LetterRegister,
  draft: Draft,
): Promise<'new' | 'waiting' | 'sent'> {
  const earlier = await register.find(draft, new Date());
  if (!earlier) return 'new';
  const [stored, queued] = await Promise.all([drafts.list(), outbox.list()]);
  const going = [...stored, ...queued.map(({ manifest, refusal }) => ({ id: manifest.id, refusal }))];
  const left = going.find(({ id }) => id === earlier.id);
  if (left) return left.refusal === null ? 'waiting' : 'new';
  try {
    const { submittedAt, delivery } = await hub.call('getTransmission', { params: { id: earlier.id } });
    if (delivery === 'recalled' || delivery === 'expired') return 'new';
    print(`同じものを、もう送ってあります（${momentText(submittedAt)}、送信番号 ${earlier.id}）。`);
    say('わざともう一度送るときは、--again を付けてください。');
    return 'sent';
  } catch (error) {
    if (error instanceof HubProblem && error.status === 404) return 'new';
    if (!(error instanceof ConnectionFailure)) throw error;
    throw new CommandError(
      `${error.message}同じものを3日のうちに送ろうとしています。届いているかを確かめられないため、何も保存していません。つながってから、もう一度実行してください。届いていれば二重には送りません。`,
    );
  }
}

/** Stores all drafts of a run or none: a full disk leaves nothing of it behind. */
async function storeAll({ drafts }: Boxes, register: LetterRegister, all: readonly Draft[]): Promise<void> {
  try {
    for (const draft of all) if (draft.files.length === 0) await register.note(draft, new Date());
    await drafts.add(all);
  } catch (error) {
    if (!(error instanceof StorageFailure)) throw error;
    throw new CommandError(`${error.message}何も保存せず、何も送っていません。${error.action}`);
  }
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

interface Boxes {
  readonly drafts: Drafts;
  readonly outbox: Outbox;
}

function boxesOf(home: Home): Boxes {
  const outbox = new Outbox(home.files);
  return { drafts: new Drafts(home.files, outbox), outbox };
}

/** Packs and sends everything that waits, of this call and of earlier ones; true when nothing is left over. */
async function deliver(login: Login, boxes: Boxes): Promise<boolean> {
  try {
    return await deliverAll(login, boxes);
  } catch (error) {
    if (!(error instanceof StorageFailure)) throw error;
    throw new CommandError(
      `${error.message}送るものは保管してあります。空きを作ってから、「musubi outbox --retry」で続きを送ってください。`,
    );
  }
}

async function deliverAll(login: Login, { drafts, outbox }: Boxes): Promise<boolean> {
  const { hub, trust, identity, values } = login;
  const directory = new Directory(hub, trust);
  const now = () => new Date();
  let own = '';
  const waiting = await drafts.list();
  const packed = await drafts.packAll(async () => {
    for (const remark of await remarksAbout(login, waiting)) say(line`△ ${remark}`);
    const session = await hub.call('currentSession', {});
    own = session.office.officeNumber;
    return { directory, identity, session, now };
  });
  const meetings = [...directory.meetings.values()];
  await sayMeetings(meetings.filter(({ office }) => office.officeNumber !== own));
  for (const one of meetings) if (one.office.officeNumber === own) await sayOwn(one);
  // Files of a refused draft still lie where they came from: the reason is said and nothing waits on.
  for (const { state, draft } of packed) if (state === 'refused') await drafts.discard(draft.id);
  const identities = [identity, ...(await Promise.all(values.previousKeys.map(identityOf)))];
  const outcomes = await outbox.flush({ hub, identities, trust, now }, (outcome) => say(progress(outcome)));
  const rows = [...outcomes.map(outcomeRow), ...packed.flatMap(draftRow)];
  print(rows.length > 0 ? table(['送信先', '結果', 'くわしく'], rows) : '送信待ちはありません。');
  if (rows.some(([, state]) => state === WAITING))
    say('送信待ちは保管しています。「musubi outbox --retry」で続きを送れます。');
  if (outcomes.some(({ state }) => state === 'repeated'))
    say('もう送ってあるものは、送り直していません。わざともう一度送るときは、--again を付けてください。');
  const isDone = ({ state }: SendOutcome) => state === 'accepted' || state === 'repeated';
  return packed.every(({ state }) => state === 'packed') && outcomes.every(isDone);
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
  const marks = { accepted: '○', repeated: '○', waiting: '…', refused: '✕' } as const;
  return `${marks[state]} ${manifest.recipient.officeNumber}`;
}

function outcomeRow(outcome: SendOutcome): string[] {
  const { recipient } = outcome.manifest;
  switch (outcome.state) {
    case 'accepted':
      return [outcome.submission.transmission.recipient.name, '○ 受付済', `送信番号 ${outcome.manifest.id}`];
    case 'repeated':
      return [
        outcome.earlier.recipient.name,
        '○ もう送ってあります',
        `${momentText(outcome.earlier.submittedAt)} 送信番号 ${outcome.earlier.id}`,
      ];
    case 'waiting':
      return [recipient.officeNumber, WAITING, outcome.reason];
    case 'refused':
      return [recipient.officeNumber, REFUSED, `${outcome.refusal.title}${outcome.refusal.action}`];
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
  if (retry) {
    const isComplete = await deliver(login, boxes);
    say(
      '送ったはずのものが「musubi sent」にないときは、同じ musubi send をもう一度実行してください。二重にはなりません。',
    );
    return isComplete ? 0 : 1;
  }
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
    ...drafts.map(({ id, recipient, refusal }) => [
      recipient.officeNumber,
      '',
      refusal ? REFUSED : WAITING,
      refusal ?? '',
      id,
    ]),
  ];
  print(rows.length > 0 ? table(['送信先', '対象月', '状態', 'くわしく', '送信番号'], rows) : '送信待ちはありません。');
  return 0;
}
