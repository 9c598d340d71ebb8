/** (g) The operators' desk over HTTPS: searches of offices and people with 10,000 and 250,000 offices and 50,000 accounts; goal: 95 % below 100 ms. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { QueryInputOf, ROUTES } from '@musubi/contract';
import { startHub } from '@musubi/hub';
import { enrolOffice, signIn } from '@musubi/testkit';
import { asSuperuser } from './administer.js';
import { officeFiles } from './directory-offices.js';

const SIZES = [10_000, 250_000] as const;
const ACCOUNTS = 50_000;
const RUNS = 40;
const FAMILIES =
  '佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 林 斎藤 清水'.split(' ');
const GIVEN = '花子 太郎 一郎 美咲 健太 陽子 直樹 由美 大輔 恵子 翔太 真由美 浩二 さくら 誠 結衣'.split(' ');

const folder = mkdtempSync(join(tmpdir(), 'musubi-bench-'));
chmodSync(folder, 0o711);
const hub = await startHub({ settings: { dataFolder: join(folder, 'hub'), port: 0, logLevel: 'silent' } });
const { database } = hub.context;
const desk = await enrolOffice(hub, { officeNumber: '1377700001', serviceTypes: ['43'] });
const operator = await signIn(hub, desk, 'operator');
for (const { csv } of officeFiles(50_000))
  await operator.hub.call('operatorImportDirectory', { query: { edition: 'bench' }, body: csv });

/** Registers offices of the directory until there are so many, some suspended, some without licence, each with services. */
async function register(count: number): Promise<void> {
  await database.query(
    `with fresh as (select office_number, name, row_number() over () as at from directory_entries where registered_at is null order by hashtext(office_number))
     insert into offices (office_number, name, licensed_until, suspended, registered_at)
     select office_number, name, case when at % 10 <> 0 then now() + interval '1 year' end, at % 50 = 1, now() from fresh
     limit $1 - (select count(*) from offices) on conflict do nothing`,
    [count],
  );
  await database.query(
    "insert into office_service_types select office_number, '43' from offices on conflict do nothing",
  );
  await asSuperuser(hub.context.settings.dataFolder, 'vacuum analyze');
}

/** People of the registered offices. */
const addPeople = () =>
  database.query(
    `insert into accounts (account_id, user_id, office_number, kind, role, display_name, password_hash, must_change_password, created_at)
     select gen_random_uuid(), 'C' || lpad((at * 7919 % 10000000000)::text, 10, '0'), office_number, 'person', 'staff',
            ($2::text[])[1 + at % array_length($2, 1)] || ' ' || ($3::text[])[1 + (at / 7) % array_length($3, 1)], 'x', false, now()
       from generate_series(1, $1::bigint) at
       join (select office_number, row_number() over (order by hashtext(office_number)) as place from offices limit 10000) o on o.place = 1 + at % 10000
     on conflict do nothing`,
    [ACCOUNTS, FAMILIES, GIVEN],
  );

const offices = (query: QueryInputOf<(typeof ROUTES)['operatorListOffices']>) => () =>
  operator.hub.call('operatorListOffices', { query });
const people = (search: string) => () => operator.hub.call('operatorSearchPeople', { query: { search, limit: 50 } });
const CASES: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['offices: all, first page', offices({ limit: 50 })],
  ['offices: all, a page in the middle', offices({ limit: 50, cursor: '2400000000' })],
  ['offices: number, 5 digits', offices({ search: '13301', limit: 50 })],
  ['offices: name, common (ケアセンター)', offices({ search: 'ケアセンター', limit: 50 })],
  ['offices: name, rare (こもれび渋谷)', offices({ search: 'こもれび渋谷', limit: 50 })],
  ['offices: name, nothing found', offices({ search: '存在しない名前', limit: 50 })],
  ['offices: suspended', offices({ state: 'suspended', limit: 50 })],
  ['offices: suspended, name', offices({ state: 'suspended', search: 'こもれび', limit: 50 })],
  ['people: user id, 5 characters', people('C0001')],
  ['people: family name (鈴木)', people('鈴木')],
  ['people: whole name (佐々木 結衣)', people('佐々木 結衣')],
  ['people: nothing found', people('存在しない')],
];

async function p95(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let at = -3; at < RUNS; at++) {
    const begun = performance.now();
    await run();
    if (at >= 0) times.push(performance.now() - begun);
  }
  return times.sort((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1] ?? Number.NaN;
}

const columns: number[][] = [];
for (const size of SIZES) {
  await register(size);
  if (size === SIZES[0]) await addPeople();
  await asSuperuser(hub.context.settings.dataFolder, 'analyze');
  const column: number[] = [];
  for (const [, run] of CASES) column.push(await p95(run));
  columns.push(column);
}
console.log(
  `| p95 ms | ${SIZES.map((size) => `${size.toLocaleString('en')} offices`).join(' | ')} |\n| --- | ---: | ---: |`,
);
for (const [at, [name]] of CASES.entries())
  console.log(`| ${name} | ${columns.map((column) => column[at]?.toFixed(1)).join(' | ')} |`);
await hub.close();
rmSync(folder, { recursive: true, force: true });
process.exit(0);
