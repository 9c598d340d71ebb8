import { startTestHub, type TestHub } from '@musubi/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OWNER_FUNCTIONS, rightsOn } from './database-roles.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.close());

describe('R25: the role the hub works in', () => {
  it('has exactly the rights of the table, and everybody else has none', async () => {
    const tables = await hub.asSuperuser(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition",
    );
    const wanted = tables.flatMap((row) => {
      const name = 'name' in row ? String(row.name) : '';
      const { table, insert = [] } = rightsOn(name);
      return [...table.map((right) => `${name} ${right}`), ...insert.map((column) => `${name} INSERT ${column}`)];
    });
    // The database's own account of rights, partitions included, read otherwise than the code that grants does.
    const given = await hub.asSuperuser(
      `select grantee || ' ' || line as line from (
         select grantee, table_name || ' ' || privilege_type as line from information_schema.table_privileges where table_schema = 'public'
         union all
         select c.grantee, c.table_name || ' ' || c.privilege_type || ' ' || c.column_name from information_schema.column_privileges c
          where c.table_schema = 'public' and not exists (select from information_schema.table_privileges t
            where t.grantee = c.grantee and t.table_name = c.table_name and t.privilege_type = c.privilege_type)
         union all
         select grantee::regrole::text, relname || ' MAINTAIN' from pg_class, aclexplode(relacl)
          where privilege_type = 'MAINTAIN' and relnamespace = 'public'::regnamespace) rights where grantee <> 'musubi_owner'`,
    );
    const lines = given.map((row) => ('line' in row ? row.line : ''));
    expect(lines.sort()).toEqual(wanted.map((line) => `musubi_application ${line}`).sort());
  });

  it('owns nothing, is nobody else and may run two functions as the owner', async () => {
    const [role] = await hub.asSuperuser(
      `select rolsuper or rolcreaterole or rolcreatedb or rolbypassrls or rolreplication as strong,
              (select count(*)::int from pg_auth_members where member = r.oid) as memberships,
              (select count(*)::int from pg_shdepend where refobjid = r.oid and deptype = 'o') as owned,
              (select array_agg(p.oid::regprocedure::text order by p.oid::regprocedure::text) from pg_proc p
                where prosecdef and has_function_privilege(r.oid, p.oid, 'execute')) as functions
         from pg_roles r where rolname = 'musubi_application'`,
    );
    expect(role).toEqual({ strong: false, memberships: 0, owned: 0, functions: [...OWNER_FUNCTIONS].sort() });
    const { body } = await hub.app.inject({ method: 'GET', url: '/readyz' });
    expect(JSON.parse(body)).toEqual({ status: 'ready', auditLog: 'protected' });
  });

  it.each([
    ['changes no audit row', "update audit_log set actor = 'x'"],
    ['dates no audit row back', "update audit_log set at = at - interval '1 day'"],
    ['deletes no audit row', 'delete from audit_log'],
    ['empties no audit log', 'truncate audit_log'],
    [
      'chooses no number of an audit row',
      "insert into audit_log (audit_id, at, actor, action, subject_type, subject_id, outcome) overriding system value values (1, now(), 'x', 'x', 'x', 'x', 'done')",
    ],
    ['disables no trigger', 'alter table audit_log disable trigger audit_log_is_append_only'],
    ['drops no trigger', 'drop trigger audit_log_is_append_only on audit_log'],
    [
      'replaces no function',
      'create or replace function refuse_audit_change() returns trigger language sql as $$ select 1 $$',
    ],
    ['turns no triggers off for itself', "set session_replication_role = 'replica'"],
    ['becomes no owner', 'set role musubi_owner'],
    ['makes no table', 'create table mine (id int)'],
    ['drops no table', 'drop table audit_log'],
    ['changes no receipt', "update receipts set event = 'x'"],
    ['deletes no receipt', 'delete from receipts'],
    ['deletes no transmission', 'delete from transmissions'],
    ['forgets no migration', 'delete from schema_migrations'],
    ['drops no month that is younger than two years', 'select drop_months(current_date)'],
  ])('%s', async (_what, statement) => {
    await expect(hub.context.database.query(statement)).rejects.toThrow(
      /permission denied|must be owner|are not dropped/,
    );
  });

  it('reaches no partition past its table', async () => {
    const [partition] = await hub.context.database.query<{ name: string }>(
      "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'receipts'::regclass limit 1",
    );
    await expect(hub.context.database.query(`delete from ${partition?.name}`)).rejects.toThrow('permission denied');
  });

  it('drops old months through the one function, records and receipts together', async () => {
    const count = async () =>
      (await hub.asSuperuser("select 1 from pg_class where relname in ('transmissions_200102', 'receipts_200102')"))
        .length;
    await hub.context.database.query("select ensure_month('2001-02-01')");
    expect(await count()).toBe(2);
    await hub.context.database.query("select drop_months('2001-03-01')");
    expect(await count()).toBe(0);
  });
});

it('R25: with one URL for everything the hub starts and says in its log that the audit log is not protected', async () => {
  const lines: string[] = [];
  const one = await startTestHub({ logLevel: 'warn' }, { logTo: { write: (line) => lines.push(line) }, roles: 'one' });
  const { body } = await one.app.inject({ method: 'GET', url: '/readyz' });
  expect(JSON.parse(body)).toEqual({ status: 'ready', auditLog: 'unprotected' });
  await one.close();
  expect(lines.filter((line) => line.includes('MUSUBI_DATABASE_OWNER_URL'))).toHaveLength(1);
});

it('R25: a hub whose two roles are one refuses to start', async () => {
  await expect(startTestHub({}, { roles: 'same' })).rejects.toThrow(/監査記録を書き換えられます/);
});

it('R25: a schema that is up to date needs no owner: the hub need not know its password', async () => {
  const without = await startTestHub({}, { roles: 'application' });
  expect(without.context.database.isSeparated).toBe(true);
  await without.close();
});
