import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** The two roles of the embedded PostgreSQL: who makes tables, and who works with them (R25). */
const ROLES = ['musubi_owner', 'musubi_application'] as const;
const [OWNER] = ROLES;

export interface RoleUrls {
  /** The application's: works by grants alone. */
  readonly url: string;
  /** The owner's: for migrations. */
  readonly ownerUrl: string;
}

/** Makes both roles in the embedded PostgreSQL; what the superuser owns from before becomes the owner's. */
export async function prepareRoles(administratorUrl: string, keysFolder: string): Promise<RoleUrls> {
  const [owner, application] = ROLES.map((role) => ({ role, password: keptPassword(keysFolder, role) }));
  const client = new pg.Client({ connectionString: administratorUrl });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(hashtext('prepare roles'))");
    for (const { role, password } of [owner, application].flatMap((one) => one ?? [])) {
      const { rows } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
      if (rows.length === 0) await client.query(`create role ${role}`);
      await client.query(`alter role ${role} login nosuperuser nocreatedb nocreaterole password '${password}'`);
    }
    await client.query(HAND_OVER);
  } finally {
    await client.end();
  }
  const as = (one: { role: string; password: string } | undefined) => {
    const url = new URL(administratorUrl);
    url.username = one?.role ?? '';
    url.password = one?.password ?? '';
    return url.href;
  };
  return { url: as(application), ownerUrl: as(owner) };
}

/** A password of our own making: hex, so that it may stand in a statement that takes no parameter. */
function keptPassword(keysFolder: string, role: string): string {
  mkdirSync(keysFolder, { recursive: true, mode: 0o700 });
  const path = join(keysFolder, `database-${role}-password`);
  if (!existsSync(path)) writeFileSync(path, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' });
  const password = readFileSync(path, 'utf8').trim();
  if (!/^[0-9a-f]{48}$/.test(password)) throw new Error(`${path} がデータベースのパスワードではありません。`);
  return password;
}

const HAND_OVER = `
do $$
declare
  statement text;
begin
  if (select pg_get_userbyid(datdba) from pg_database where datname = current_database()) = '${OWNER}' then
    return;
  end if;
  execute format('alter database %I owner to ${OWNER}', current_database());
  for statement in
    select format('alter table public.%I owner to ${OWNER}', relname) from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v')
    union all
    select format('alter function %s owner to ${OWNER}', p.oid::regprocedure) from pg_proc p
     where pronamespace = 'public'::regnamespace
  loop
    execute statement;
  end loop;
end $$`;

type Right = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | 'MAINTAIN';

/** Rights on tables that are not simply worked with. A column list is what may be given; the database fills the rest. */
interface Rights {
  readonly table: readonly Right[];
  readonly insert?: readonly string[];
}

const WORK: Rights = { table: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] };
const KEEP: Rights = { table: ['SELECT', 'INSERT'] };

const PARTICULAR: Readonly<Record<string, Rights>> = {
  // The database counts audit rows: nobody chooses a number.
  audit_log: {
    table: ['SELECT'],
    insert: [
      'at',
      'actor',
      'office_number',
      'terminal_id',
      'action',
      'subject_type',
      'subject_id',
      'outcome',
      'detail',
      'request_id',
      'authentic',
    ],
  },
  audit_leaves: KEEP,
  audit_checkpoints: { table: ['SELECT'], insert: ['size', 'statement', 'signature', 'last_id'] },
  receipts: KEEP,
  transmissions: { table: ['SELECT', 'INSERT', 'UPDATE'] },
  schema_migrations: { table: ['SELECT'] },
  // A large import asks the planner to look at it again.
  registry_offices: { table: ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MAINTAIN'] },
};

/** Rights of the application's role on a table; partitions are reached through their table alone. */
export const rightsOn = (table: string): Rights => PARTICULAR[table] ?? WORK;

/** Functions that run with the owner's rights, by signature: each does one thing and guards it. */
export const OWNER_FUNCTIONS = ['ensure_month(date)', 'drop_months(date)', 'forget_audit(integer)'] as const;

/** MAINTAIN came with PostgreSQL 17; before, only the owner analyses. */
const MAINTAIN_SINCE = 170_000;

/** Returns the rights that the table above gives on the tables there are, one a line: `table RIGHT` or `table INSERT column`. */
async function rightsWanted(queries: pg.ClientBase): Promise<ReadonlySet<string>> {
  const { rows } = await queries.query<{ name: string; version: number }>(
    `select relname as name, current_setting('server_version_num')::int as version from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
  );
  return new Set(
    rows.flatMap(({ name, version }) => {
      const { table, insert = [] } = rightsOn(name);
      const given = table.filter((right) => right !== 'MAINTAIN' || version >= MAINTAIN_SINCE);
      return [...given.map((right) => `${name} ${right}`), ...insert.map((column) => `${name} INSERT ${column}`)];
    }),
  );
}

const RIGHTS_GIVEN = `
  with relation as (select oid, relname, relacl from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')),
  given as (
    select relname || ' ' || privilege_type as line, grantee from relation, aclexplode(relacl)
    union all
    select relname || ' ' || privilege_type || ' ' || attname, grantee
      from relation join pg_attribute on attrelid = oid, aclexplode(attacl))
  select line from given where grantee in (0, $1::regrole)`;

/** Returns the rights that a role, or everybody, has been given on tables, in the same form. */
export async function rightsGiven(
  queries: { query(text: string, values: unknown[]): Promise<{ rows: { line: string }[] }> },
  role: string,
): Promise<ReadonlySet<string>> {
  const { rows } = await queries.query(RIGHTS_GIVEN, [pg.escapeIdentifier(role)]);
  return new Set(rows.map(({ line }) => line));
}

const isSame = (one: ReadonlySet<string>, other: ReadonlySet<string>) =>
  one.size === other.size && [...one].every((line) => other.has(line));

/** Gives the application's role what the table above says and nothing else; where it is so already, nothing is written. */
export async function grantRights(owner: pg.ClientBase, role: string): Promise<void> {
  const to = pg.escapeIdentifier(role);
  for (const signature of OWNER_FUNCTIONS) await owner.query(`grant execute on function ${signature} to ${to}`);
  const wanted = await rightsWanted(owner);
  if (isSame(wanted, await rightsGiven(owner, role))) return;
  const grants = [...wanted].map((line) => {
    const [table, right, column] = line.split(' ');
    return `grant ${right}${column ? ` (${column})` : ''} on ${table} to ${to}`;
  });
  await owner.query('begin');
  try {
    await owner.query(`revoke all on all tables in schema public from ${to}, public`);
    for (const grant of grants) await owner.query(grant);
    await owner.query('commit');
  } catch (error) {
    await owner.query('rollback');
    throw error;
  }
}

/** Whether a role may do more to the audit log than read and add: as its owner, a member of it, or superuser. */
export const MAY_CHANGE_AUDIT = `
  select pg_has_role(current_user, relowner, 'member')
      or has_table_privilege(oid, 'update, delete, truncate, trigger') as may
    from pg_class where oid = 'public.audit_log'::regclass`;
