import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCertificate } from '@musubi/evidence';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { musubi, SAMPLES } from './cli.testing.js';

/** Evidence of the first format, made and received by Musubi at f5ea29e: it must stay verifiable. */
const OLD = join(SAMPLES, '../evidence/format-1');
const WITH_FILES = '01a222f5-63e3-704c-93c9-0e432c25ca68';
const LETTER = '01a222f5-6405-7960-94a9-0f3330ebb9f7';

let folder: string;
let known: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'musubi-parts-'));
  const pem = (name: string) => readFileSync(join(OLD, 'received/evidence', WITH_FILES, name), 'utf8');
  const certificates = [
    ...pem('certificate-authorities.pem').split(/(?<=END CERTIFICATE-----\n)/),
    ...pem('receipt-authorities.pem').split(/(?<=END CERTIFICATE-----\n)/),
  ];
  const parsed = await Promise.all(certificates.filter((one) => one !== '').map(parseCertificate));
  known = parsed.filter(({ isAuthority }) => isAuthority).map(({ fingerprint }) => fingerprint);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const verify = (path: string, authorities: readonly string[] = known) =>
  musubi(['verify', path, ...authorities.flatMap((one) => ['--authority', one])], {
    MUSUBI_HOME: join(folder, 'no-home'),
  });

/** A received folder of its own, changed. */
function received(change: (root: string) => void): string {
  const root = mkdtempSync(join(folder, 'received-'));
  cpSync(join(OLD, 'received'), root, { recursive: true });
  change(root);
  return root;
}

const evidence = (root: string, name: string) => join(root, 'evidence', WITH_FILES, name);
const plan = (root: string) => readdirSync(root).find((name) => name.startsWith('UP1KYO')) ?? '';
const attachment = (root: string, name: string) => join(root, 'attachments', WITH_FILES, name);
/** The same length, so that nothing can be told by the size. */
function scribble(path: string): void {
  const bytes = readFileSync(path);
  bytes[3] = (bytes[3] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

describe('evidence of the first format', () => {
  it('L16: is still proven whole, as a folder, inside a signed PDF and in an archive', async () => {
    const whole = await verify(join(OLD, 'received'));
    expect(whole.code, whole.out).toBe(0);
    const pdf = await verify(join(OLD, 'report.pdf'));
    expect(pdf.code, pdf.out).toBe(0);
    const root = join(folder, 'archive');
    for (const [path, bytes] of Object.entries(unzipSync(readFileSync(join(OLD, 'archive.zip'))))) {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), bytes);
    }
    const archive = await verify(root);
    expect(archive.code, archive.out).toBe(0);
  });

  it('H1: signed by authorities that nobody vouched for is by somebody unknown, with an exit code of its own', async () => {
    const { code, out } = await verify(join(OLD, 'received'), []);
    expect(code).toBe(4);
    expect(out).toContain('だれが署名したかは分かりません');
    expect(out).not.toContain('すべて正しい');
  });

  it.each<[string, (root: string) => void, number, string]>([
    ['a changed standard file', (root) => scribble(join(root, plan(root))), 1, 'MSB-PACK-FILE-CHANGED'],
    [
      'a changed standard file and no salt',
      (root) => {
        scribble(join(root, plan(root)));
        rmSync(evidence(root, 'salt.bin'));
      },
      1,
      'MSB-EVIDENCE-NO-SALT',
    ],
    ['no salt beside files', (root) => rmSync(evidence(root, 'salt.bin')), 1, 'MSB-EVIDENCE-NO-SALT'],
    [
      'a changed standard file whose name is now lower case',
      (root) => {
        const name = plan(root);
        scribble(join(root, name));
        renameSync(join(root, name), join(root, name.toLowerCase()));
      },
      1,
      'MSB-PACK-FILE-CHANGED',
    ],
    [
      'a changed standard file under another name',
      (root) => {
        const name = plan(root);
        scribble(join(root, name));
        renameSync(join(root, name), join(root, 'plan.csv'));
      },
      3,
      'ここにないため',
    ],
    [
      'two standard files under each other’s names',
      (root) => {
        const [a = '', b = ''] = readdirSync(root).filter((name) => name.endsWith('.CSV'));
        renameSync(join(root, a), join(root, 'x'));
        renameSync(join(root, b), join(root, a));
        renameSync(join(root, 'x'), join(root, b));
      },
      1,
      'MSB-PACK-FILE-CHANGED',
    ],
    ['a changed attachment', (root) => scribble(attachment(root, '主治医意見書.pdf')), 1, '✕ 主治医意見書.pdf'],
    [
      'a replaced attachment of another size',
      (root) => writeFileSync(attachment(root, '主治医意見書.pdf'), 'x'),
      1,
      '✕ 主治医意見書.pdf',
    ],
    [
      'an attachment that nobody sent',
      (root) => writeFileSync(attachment(root, '同意書2.pdf'), 'x'),
      1,
      '✕ 同意書2.pdf: MSB-PACK-FILE-EXTRA',
    ],
    ['an attachment taken away', (root) => rmSync(attachment(root, '主治医意見書.pdf')), 3, '－ 添付1'],
    [
      'a changed message',
      (root) => writeFileSync(attachment(root, 'message.txt'), '来月から中止します'),
      1,
      'MSB-PACK-MESSAGE-CHANGED',
    ],
    ['a message taken away', (root) => rmSync(attachment(root, 'message.txt')), 3, '－ メッセージ'],
    ['a standard file taken away', (root) => rmSync(join(root, plan(root))), 3, '－ UP1KYO'],
    ['no ciphertext', (root) => rmSync(evidence(root, 'payload.p7m')), 3, '－ payload.p7m'],
    [
      'the last receipt taken away',
      (root) => {
        for (const type of ['json', 'p7s']) rmSync(evidence(root, `receipt-03-ContentHandover.${type}`));
      },
      3,
      '結果（取得・期限切れ・取消）の証跡',
    ],
    [
      'all receipts taken away',
      (root) => {
        for (const name of readdirSync(join(root, 'evidence', WITH_FILES)).filter((one) => one.startsWith('receipt-0')))
          rmSync(evidence(root, name));
      },
      3,
      '－ 証跡（receipt-…）',
    ],
    [
      'the signature of a receipt taken away',
      (root) => rmSync(evidence(root, 'receipt-03-ContentHandover.p7s')),
      3,
      '－ receipt-03-ContentHandover.p7s',
    ],
    ['no manifest', (root) => rmSync(evidence(root, 'manifest.json')), 3, '－ manifest.json'],
    ['no list of authorities', (root) => rmSync(evidence(root, 'trust.json')), 3, '－ trust.json'],
    [
      'a plan whose evidence is gone as a whole',
      (root) => rmSync(join(root, 'evidence', WITH_FILES), { recursive: true }),
      3,
      '証跡がここにない',
    ],
  ])('H1: %s is said, and is never “all correct”', async (_title, change, exit, said) => {
    const { code, out, err } = await verify(received(change));
    expect(code, out + err).toBe(exit);
    expect(out).toContain(said);
    if (exit === 1) expect(out).toContain('✕');
  });

  it.each<[string, (root: string) => void]>([
    ['a file that was renamed but not changed', (root) => renameSync(join(root, plan(root)), join(root, 'plan.csv'))],
    ['what the system leaves in folders', (root) => writeFileSync(attachment(root, 'Thumbs.db'), 'x')],
    ['a note of the person among the files', (root) => writeFileSync(join(root, 'メモ.txt'), 'x')],
  ])('H1: %s does no harm', async (_title, change) => {
    const { code, out } = await verify(received(change));
    expect(code, out).toBe(0);
  });

  it('H1: one good folder beside a bad one does not make it good', async () => {
    const root = received((one) => writeFileSync(join(one, 'attachments', LETTER, 'message.txt'), '別の文'));
    expect(await verify(root)).toMatchObject({ code: 1 });
  });
});

describe('R35: what does not hold is said of signature, time, content and chain apart', () => {
  const HOLDS = { signature: 'proven', time: 'proven', content: 'proven', chain: 'proven' };
  const answersIn = async (root: string) => {
    const { code, out } = await musubi(['verify', root, '--json', ...known.flatMap((one) => ['--authority', one])], {
      MUSUBI_HOME: join(folder, 'no-home'),
    });
    const { folders } = JSON.parse(out);
    const [one] = folders.filter(({ folder: path }: { folder: string }) => path.endsWith(WITH_FILES));
    return { code, answers: one.answers };
  };
  const receiptOf = (root: string, event: string) =>
    readdirSync(join(root, 'evidence', WITH_FILES)).find((name) => name.endsWith(`${event}.json`)) ?? '';

  it('all four hold for what was received', async () => {
    expect(await answersIn(received(() => {}))).toEqual({ code: 0, answers: HOLDS });
    expect((await verify(received(() => {}))).out).toContain(
      '○ 署名　○ 日時（連携基盤の時計）　○ 中身　○ 証跡のつながり',
    );
  });

  it.each([
    ['a file', (root: string) => scribble(join(root, plan(root))), { content: 'changed' }],
    ['an attachment', (root: string) => scribble(attachment(root, '主治医意見書.pdf')), { content: 'changed' }],
    ['the ciphertext', (root: string) => scribble(evidence(root, 'payload.p7m')), { content: 'changed' }],
    [
      'the manifest',
      (root: string) => scribble(evidence(root, 'manifest.json')),
      { signature: 'changed', content: 'absent', chain: 'absent' },
    ],
    [
      'the first receipt',
      (root: string) => scribble(evidence(root, receiptOf(root, 'SubmissionAcceptance'))),
      { signature: 'changed', chain: 'changed' },
    ],
    [
      'all receipts, gone',
      (root: string) => {
        for (const name of readdirSync(join(root, 'evidence', WITH_FILES)))
          if (/^(receipt-\d|saved)/.test(name)) rmSync(evidence(root, name));
      },
      { time: 'absent', chain: 'absent' },
    ],
  ] as const)('%s changed', async (_title, change, expected) => {
    const { code, answers } = await answersIn(received(change));
    expect(code).not.toBe(0);
    expect(answers).toEqual({ ...HOLDS, ...expected });
  });
});
