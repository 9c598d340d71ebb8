import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toPem } from '@musubi/evidence';
import { startTestHub, type TestHub } from '@musubi/testkit';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Queries } from '../platform/database.js';
import { raiseAlert } from '../sessions/index.js';
import { readCopiesAt } from './copy.js';
import { auditJobs, recordAudit, sealAudit, verifyAudit, verifyCopy } from './index.js';

const ROWS = 24;
const PER_SEAL = 6;
let hub: TestHub;
let folder: string;
let superuser: pg.Client;

const sealing = () => ({ signer: hub.certificates.keys.receipts, alert: raiseAlert });
const seal = () => sealAudit(hub.context, sealing());
const write = (queries: Queries, detail: string) =>
  recordAudit(queries, {
    at: hub.context.now(),
    actor: 'C1234567890',
    officeNumber: '1377700001',
    action: 'month.looked-at',
    subjectType: 'month',
    subjectId: '202611',
    detail,
  });
const checking = () => ({
  signer: hub.certificates.keys.receipts.certificate,
  rowKey: hub.context.database.rowKey,
  outside: readCopiesAt(join(folder, 'copy')).checkpoints,
});
const verify = () => verifyAudit(hub.context.database, checking());

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'musubi-chain-'));
  hub = await startTestHub({ auditCopy: join(folder, 'copy') });
  const [database] = await hub.context.database.query<{ name: string }>('select current_database() as name');
  const url = new URL(process.env.MUSUBI_TEST_POSTGRES ?? '');
  url.pathname = `/${database?.name}`;
  superuser = new pg.Client({ connectionString: url.href });
  await superuser.connect();
  await seal();
  const before = (await verify()).to;
  for (let at = before + 1; at <= ROWS; at++) {
    await write(hub.context.database, `row ${at}`);
    if (at % PER_SEAL === 0) await seal();
  }
});
afterAll(async () => {
  await superuser.end();
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Lets the superuser do something with every trigger off, verifies what it left, and takes it back. */
async function after(statements: readonly string[]) {
  await superuser.query("begin; set local session_replication_role = 'replica'");
  try {
    for (const statement of statements) await superuser.query(statement);
    const query = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
      (await superuser.query<Row>(text, [...values])).rows;
    const queries: Queries = {
      rowKey: hub.context.database.rowKey,
      query,
      prepared: (_name, text, values) => query(text, values),
    };
    return await verifyAudit(queries, checking());
  } finally {
    await superuser.query('rollback');
  }
}

const idAt = (position: number) => `(select audit_id from audit_leaves where position = ${position})`;
const ROW =
  'at, actor, office_number, terminal_id, action, subject_type, subject_id, outcome, detail, request_id, authentic';
const FORGED = `insert into audit_log (${ROW}) select ${ROW.replace(', authentic', '')}, sha256('x') || sha256('y')`;
const SHIFT_DOWN = (from: number) => `update audit_leaves set position = -position where position > ${from};
  update audit_leaves set position = -position - 1 where position < 0`;
const SHIFT_UP = (from: number) => `update audit_leaves set position = -position where position >= ${from};
  update audit_leaves set position = -position + 1 where position < 0`;
const NEWEST = '(select max(audit_id) from audit_log)';
const column = fc.constantFrom('actor', 'action', 'subject_type', 'subject_id', 'detail');
const position = fc.integer({ min: 1, max: ROWS });
const two = fc
  .uniqueArray(position, { minLength: 2, maxLength: 2 })
  .map(([a = 1, b = 2]) => [Math.min(a, b), Math.max(a, b)] as const);

/** Forgeries by somebody with the whole database, but not with the hub's keys; and the position that has to be named. */
const ATTACKS: Readonly<Record<string, fc.Arbitrary<readonly [readonly string[], number]>>> = {
  'changes a row': fc
    .tuple(column, position)
    .map(([name, at]) => [
      [`update audit_log set ${name} = coalesce(${name}, '') || 'x' where audit_id = ${idAt(at)}`],
      at,
    ]),
  'dates a row back, by a day or a millionth of a second': fc
    .tuple(fc.constantFrom('1 day', '1 microsecond'), position)
    .map(([by, at]) => [[`update audit_log set at = at - interval '${by}' where audit_id = ${idAt(at)}`], at]),
  'deletes a row': position.map((at) => [[`delete from audit_log where audit_id = ${idAt(at)}`], at]),
  'deletes a row and its seal': position.map((at) => [
    [`delete from audit_log where audit_id = ${idAt(at)}`, `delete from audit_leaves where position = ${at}`],
    at,
  ]),
  'deletes a row and closes the gap': position.map((at) => [
    [
      `delete from audit_log where audit_id = ${idAt(at)}`,
      `delete from audit_leaves where position = ${at}`,
      SHIFT_DOWN(at),
    ],
    at,
  ]),
  'swaps two seals': two.map(([a, b]) => [
    [
      `update audit_leaves set position = -position where position in (${a}, ${b});
       update audit_leaves set position = case position when -${a} then ${b} else ${a} end where position < 0`,
    ],
    a,
  ]),
  'swaps the numbers of two rows': two.map(([a, b]) => [
    [
      `create temporary table pair on commit drop as select ${idAt(a)} as one, ${idAt(b)} as other;
       alter table audit_log alter column audit_id drop identity;
       update audit_log set audit_id = -audit_id from pair where audit_id in (one, other);
       update audit_log set audit_id = case -audit_id when one then other else one end from pair where audit_id < 0`,
    ],
    a,
  ]),
  'puts a row in between': position.map((at) => [
    [
      `${FORGED} from audit_log where audit_id = ${idAt(at)}`,
      SHIFT_UP(at),
      `insert into audit_leaves (position, audit_id, authentic, proof) values (${at}, ${NEWEST}, null, sha256('z'))`,
    ],
    at,
  ]),
  'repeats a row in the chain': position.map((at) => [
    [
      `alter table audit_leaves drop constraint audit_leaves_audit_id_key`,
      SHIFT_UP(at + 1),
      `insert into audit_leaves (position, audit_id, proof) select ${at + 1}, audit_id, proof from audit_leaves where position = ${at}`,
    ],
    at + 1,
  ]),
  'appends a row with a seal': position.map((at) => [
    [
      `${FORGED} from audit_log where audit_id = ${idAt(at)}`,
      `insert into audit_leaves (position, audit_id, authentic, proof) values (${ROWS + 1}, ${NEWEST}, null, sha256('z'))`,
    ],
    ROWS + 1,
  ]),
  'cuts off the end, statements and all': position.map((at) => [
    [
      `delete from audit_log where audit_id in (select audit_id from audit_leaves where position >= ${at})`,
      `delete from audit_leaves where position >= ${at}`,
      `delete from audit_checkpoints where size >= ${at}`,
    ],
    at,
  ]),
};

describe('R24: whoever has the database but not the keys', () => {
  it('starts from a log that verifies', async () => {
    expect(await verify()).toEqual({ from: 1, to: ROWS, unsealed: 0, fault: null });
  });

  it.each(Object.keys(ATTACKS))('%s, and is told at which position', async (name) => {
    const attack = ATTACKS[name] ?? fc.constant([[], 0] as const);
    await fc.assert(
      fc.asyncProperty(attack, async ([statements, expected]) => {
        const { fault } = await after(statements);
        const isCut = name === 'cuts off the end, statements and all';
        expect(fault?.position).toBe(isCut ? await firstSealOf(expected) : expected);
      }),
      { numRuns: 12 },
    );
  });

  /** The position after the last seal before a position. */
  async function firstSealOf(at: number): Promise<number> {
    const { rows } = await superuser.query<{ size: string }>(
      'select coalesce(max(size), 0) as size from audit_checkpoints where size < $1',
      [at],
    );
    return Number(rows[0]?.size) + 1;
  }

  it.each([
    ['appends a row of its own', `${FORGED} from audit_log limit 1`],
    [
      'appends a copy of a row',
      `insert into audit_log (${ROW}) select ${ROW} from audit_log order by audit_id desc limit 1`,
    ],
    [
      'appends a row as from before',
      `insert into audit_log (${ROW}) select ${ROW.replace(', authentic', '')}, null from audit_log limit 1`,
    ],
  ])('%s, and is told which', async (_what, statement) => {
    const { fault } = await after([statement]);
    const { rows } = await superuser.query<{ id: string }>('select last_value as id from audit_log_audit_id_seq');
    expect(fault).toEqual({ kind: 'foreign', position: null, auditId: Number(rows[0]?.id) });
  });

  it('changes a statement or takes one away, and is told from where the log is without', async () => {
    const changed = await after([
      `update audit_checkpoints set statement = replace(statement, '"size":12', '"size":13') where size = 12`,
    ]);
    expect(changed.fault).toEqual({ kind: 'checkpoint', position: 7, auditId: null });
    const gone = await after(['delete from audit_checkpoints where size = 12']);
    expect(gone.fault).toEqual({ kind: 'checkpoint', position: 7, auditId: null });
  });
});

it('R24: a row that another program wrote is not sealed, and operators hear of it once', async () => {
  await hub.context.database.query(
    `insert into audit_log (at, actor, action, subject_type, subject_id, outcome, authentic)
     values (now() - interval '1 day', 'C0000000000', 'session.opened', 'session', 'x', 'done', sha256('x') || sha256('y'))`,
  );
  await seal();
  await seal();
  const alerts = await hub.context.database.query("select detail from alerts where kind = 'audit-row-foreign'");
  expect(alerts).toHaveLength(1);
  const { fault, to } = await verify();
  expect(fault).toMatchObject({ kind: 'foreign', position: null });
  expect(to).toBe(ROWS);
  await hub.asSuperuser(
    "set session_replication_role = 'replica'; delete from audit_log where actor = 'C0000000000' and subject_id = 'x'",
  );
});

it('R24: a row that was written before others and comes to light after them is sealed in its turn', async () => {
  const { to } = await verify();
  await hub.context.database.transaction(async (slow) => {
    await write(slow, 'slow');
    await Promise.all(Array.from({ length: 20 }, (_, at) => write(hub.context.database, `quick ${at}`)));
    await seal();
    expect((await verify()).to).toBe(to + 20);
  });
  await seal();
  expect(await verify()).toEqual({ from: 1, to: to + 21, unsealed: 0, fault: null });
});

describe('R25: the copy', () => {
  const copy = () => readCopiesAt(join(folder, 'copy'));

  it('has every row up to the last statement, verifies alone, and a changed byte in it is named', async () => {
    const { to } = await verify();
    expect(await verifyCopy(copy(), { ...checking(), rowKey: null, outside: [] })).toMatchObject({
      from: 1,
      to,
      fault: null,
    });
    const { rows, checkpoints } = copy();
    const changed = rows.map((row) =>
      row.position === 9
        ? { ...row, fields: row.fields.map((field) => (field === 'C1234567890' ? 'C1234567891' : field)) }
        : row,
    );
    expect((await verifyCopy({ rows: changed, checkpoints }, checking())).fault).toMatchObject({ position: 9 });
    const stranger = await verifyCopy({ rows: changed, checkpoints }, { ...checking(), rowKey: null });
    expect(stranger.fault).not.toBeNull();
  });

  it('is signed so that openssl agrees', async () => {
    const last = copy().checkpoints.at(-1);
    const path = (name: string) => join(folder, name);
    writeFileSync(path('statement'), last?.text ?? '');
    writeFileSync(path('signature'), last?.signature ?? '');
    writeFileSync(path('key.pem'), toPem(hub.certificates.keys.receipts.certificate.publicKey.spki, 'PUBLIC KEY'));
    const args = ['dgst', '-sha256', '-verify', path('key.pem'), '-signature', path('signature'), path('statement')];
    expect(spawnSync('openssl', args, { encoding: 'utf8' }).stdout).toBe('Verified OK\n');
  });

  it('catches up after its folder was away, also past a half-written line', async () => {
    const [name = ''] = readdirSync(join(folder, 'copy')).sort().reverse();
    const last = join(folder, 'copy', name);
    const text = readFileSync(last, 'utf8');
    writeFileSync(last, text.slice(0, -40));
    await write(hub.context.database, 'later');
    await seal();
    const { to } = await verify();
    expect(await verifyCopy(copy(), checking())).toMatchObject({ to, fault: null });
  });
});

it('R27: rows are forgotten after their years alone; the chain goes on, and who takes the beginning away is told', async () => {
  const forget = () =>
    auditJobs(hub.context, sealing())
      .find(({ name }) => name === 'forget-audit')
      ?.run();
  await forget();
  expect((await verify()).from).toBe(1);
  const withoutTriggers = (statement: string) =>
    hub.asSuperuser(`set session_replication_role = 'replica'; ${statement}`);
  const stolen = await after([
    `delete from audit_log where audit_id in (select audit_id from audit_leaves where position <= 12)`,
    'delete from audit_leaves where position <= 12',
    'delete from audit_checkpoints where size < 12',
  ]);
  expect(stolen.fault).toMatchObject({ kind: 'missing', position: 1 });
  await withoutTriggers("update audit_checkpoints set sealed_at = sealed_at - interval '6 years' where size <= 12");
  await forget();
  await seal();
  expect(await verify()).toMatchObject({ from: 13, unsealed: 0, fault: null });
});
