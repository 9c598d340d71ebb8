import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enrolOffice, Line, startTestHub, type TestHub } from '@musubi/testkit';
import { fuzzRuns } from '@musubi/testkit/fuzz';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killedMusubi, musubiOnFullDisk, type Run, SAMPLES } from '../../packages/cli/src/cli.testing.js';
import { computerOf } from '../operator/computer.js';

const MANAGER = '1377700001';
const PLANS = join(SAMPLES, 'month-v4/plans');
/** UPPLAN_202610_1377700001_43_1371000012_15_20260925100002.CSV */
const NAME = /^(.*_(\d{10})_(\d\d))_(\d{14})\.CSV$/;
const SENT = '送信待ちはありません';

let hub: TestHub;
let folder: string;
let home: string;
let manager: (...args: string[]) => Promise<Run>;
let months = 0;

beforeAll(async () => {
  hub = await startTestHub();
  folder = mkdtempSync(join(tmpdir(), 'musubi-faults-'));
  const recipients = new Map(
    readdirSync(PLANS).map((name) => [NAME.exec(name)?.[2] ?? '', NAME.exec(name)?.[3] ?? '']),
  );
  for (const [officeNumber, serviceType] of recipients)
    await enrolOffice(hub, { officeNumber, serviceTypes: [serviceType] });
  const office = await enrolOffice(hub, { officeNumber: MANAGER, serviceTypes: ['43'] });
  manager = await computerOf({ hub, folder, office, name: 'manager' });
  home = join(folder, 'home-manager');
});
afterAll(async () => {
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The month's schedules once more, each under a ファイル連番 of its own. */
function newMonth() {
  const at = join(folder, `month-${months}`);
  mkdirSync(at);
  const serials = new Set<string>();
  for (const name of readdirSync(PLANS)) {
    const [, rest = '', , , serial = ''] = NAME.exec(name) ?? [];
    // Hours and minutes are the month's, seconds the unit's own.
    const time = new Date(months * 60_000).toISOString().slice(11, 16).replace(':', '');
    const own = serial.slice(0, 8) + time + serial.slice(12);
    serials.add(own);
    copyFileSync(join(PLANS, name), join(at, `${rest}_${own}.CSV`));
  }
  months++;
  return { at, serials: [...serials].sort() };
}

/** The serials of those units that the hub has, one for each transmission. */
async function atHub(serials: readonly string[]): Promise<string[]> {
  const rows = await hub.context.database.query<{ serial: string }>(
    'select serial from transmissions where serial = any($1) order by serial',
    [serials],
  );
  return rows.map(({ serial }) => serial);
}

const inFolder = (name: string): number => {
  const at = join(home, name);
  return existsSync(at) ? readdirSync(at).filter((one) => !one.startsWith('.')).length : 0;
};

/** Numbers that look random and are the same each time. */
function numbers(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
}

describe('musubi send of a month', () => {
  const random = numbers(4711);
  const resumes: readonly (readonly [string, (at: string) => Promise<Run>])[] = [
    ['the same command', (at) => manager('send', at)],
    [
      'outbox --retry, then the same command',
      async (at) => {
        const retried = await manager('outbox', '--retry');
        expect(retried.code, retried.out).toBe(0);
        return manager('send', at);
      },
    ],
    [
      'the same command from two windows at once',
      async (at) => {
        const [one, other] = await Promise.all([manager('send', at), manager('send', at)]);
        expect(other.code, other.out + other.err).toBe(0);
        return one;
      },
    ],
  ];
  const kills = Array.from({ length: fuzzRuns(40) }, (_, at) => ({
    kill: at + 1,
    phase: (['begun', 'stored', 'packed', 'sent'] as const)[at % 4] ?? 'sent',
    share: random(100),
    resume: resumes[random(resumes.length)] ?? resumes[0],
  }));

  it.each(kills)('kill $kill, when it had $phase, is made up for: each unit once', async ({ phase, share, resume }) => {
    const { at, serials } = newMonth();
    const some = 1 + Math.floor((share / 100) * (serials.length - 1));
    const hasCome = {
      begun: async () => true,
      stored: async () => inFolder('drafts') > 0,
      packed: async () => inFolder('outbox') >= some || (await atHub(serials)).length > 0,
      sent: async () => (await atHub(serials)).length >= some,
    }[phase];
    await killedMusubi(['send', at], { MUSUBI_HOME: home }, () => expect.poll(hasCome, { interval: 5 }).toBe(true));
    const resumed = await resume?.[1](at);
    expect(resumed?.code, `${resumed?.out}${resumed?.err}`).toBe(0);
    expect(await atHub(serials), resume?.[0]).toEqual(serials);
    expect((await manager('outbox')).out).toContain(SENT);
  });

  it('whose drafts were stored when it was killed goes whole by outbox --retry alone', async () => {
    const { at, serials } = newMonth();
    const stored = () => expect.poll(() => inFolder('drafts'), { interval: 5 }).toBeGreaterThan(0);
    await killedMusubi(['send', at], { MUSUBI_HOME: home }, stored);
    const retried = await manager('outbox', '--retry');
    expect(retried.code, retried.out + retried.err).toBe(0);
    expect(await atHub(serials)).toEqual(serials);
  });

  it('on a disk that is full after the drafts says what is kept, and each unit goes once when there is room', async () => {
    const { at, serials } = newMonth();
    // The picture fits, the ciphertext that has it and the files does not.
    const picture = join(folder, '写真.png');
    const bytes = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(130 * 512 - 8)]);
    writeFileSync(picture, bytes);
    const command = ['send', at, '--attach', picture];
    const first = await musubiOnFullDisk(130, command, { MUSUBI_HOME: home });
    expect(first.code).toBe(1);
    expect(first.err).toContain('送るものは保管してあります');
    expect(first.err).toContain('musubi outbox --retry');
    const again = await manager(...command);
    expect(again.err).toContain('前からの送信待ちが');
    expect(again.code, again.out + again.err).toBe(0);
    expect(await atHub(serials)).toEqual(serials);
  });

  it('whose answer was cut off says by which command it goes on, and that command sends it once', async () => {
    const month = newMonth();
    const [serial = ''] = month.serials;
    const at = join(folder, 'one');
    mkdirSync(at);
    for (const name of readdirSync(month.at).filter((one) => one.includes(serial)))
      copyFileSync(join(month.at, name), join(at, name));
    const line = new Line(Number(new URL(hub.url).port));
    line.state = 'swallowsAnswers';
    setHubUrl(`https://localhost:${await line.listen()}`);
    const cut = manager('send', at);
    await expect.poll(() => atHub([serial])).toEqual([serial]);
    await line.close();
    const { code, out, err } = await cut;
    setHubUrl(hub.url);
    expect(code).toBe(1);
    expect(out).toContain('途中で接続が切れました');
    expect(err).toContain('musubi outbox --retry');
    expect(await manager('outbox', '--retry')).toMatchObject({ code: 0 });
    const again = await manager('send', at);
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('もう送ってあります') });
    expect(await atHub([serial])).toEqual([serial]);
  });
});

describe('what was sent already', () => {
  it('with another message is not sent over it unasked; --again replaces it', async () => {
    const { at, serials } = newMonth();
    expect((await manager('send', at)).code).toBe(0);
    const other = await manager('send', at, '--message', '書き足しました');
    expect(other.code).toBe(1);
    expect(other.out).toContain('中身の違うものを');
    expect(other.out).toContain('--again');
    expect(await atHub(serials)).toEqual(serials);
    const again = await manager('send', at, '--message', '書き足しました', '--again');
    expect(again.code, again.err).toBe(0);
    expect(again.err).toContain(`前に送れなかったものが${serials.length}件あります`);
    const sent = JSON.parse((await manager('sent', '--json')).out);
    const ids = sent.slice(serials.length, 2 * serials.length).map(({ id }: { id: string }) => id);
    const replaced = sent.slice(0, serials.length).map(({ supersedes }: { supersedes: string }) => supersedes);
    expect(replaced.sort()).toEqual(ids.sort());
    expect((await manager('outbox')).out).toContain(SENT);
  });

  it('as a message alone is not sent twice within days; --again sends it', async () => {
    const letter = ['send', '--to', '1375400014-13', '--message', '同じ言葉'] as const;
    const [first, again, meant] = [
      await manager(...letter),
      await manager(...letter),
      await manager(...letter, '--again'),
    ];
    expect(first.code, first.err).toBe(0);
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('もう送ってあります') });
    expect(again.err).toContain('--again');
    expect(meant.code, meant.err).toBe(0);
    const sent = JSON.parse((await manager('sent', '--json')).out);
    expect(sent.filter(({ kind }: { kind: string }) => kind === 'message')).toHaveLength(2);
  });
});

/** Points the care manager's computer at another address of the hub. */
function setHubUrl(hubUrl: string): void {
  const settings = join(home, 'settings.json');
  writeFileSync(settings, JSON.stringify({ ...JSON.parse(readFileSync(settings, 'utf8')), hubUrl }));
}
