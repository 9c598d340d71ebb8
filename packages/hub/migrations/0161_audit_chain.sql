-- Audit rows are chained (security.md R24). `authentic`: 16 random bytes, then an HMAC of them and of the row under a key
-- that is not in the database: nobody writes a row past the hub. Rows of before have none.
alter table audit_log add column authentic bytea;

-- Rows in the order in which they were sealed. `proof`: HMAC of position and chain head, so that a check names the first
-- row that is not as it was.
create table audit_leaves (
  position bigint primary key,
  audit_id bigint not null unique,
  authentic bytea unique,
  proof bytea not null
);

-- Signed statements on how long the chain was and which head it had. `last_id` and `sealed_at` are for searching alone.
create table audit_checkpoints (
  size bigint primary key,
  statement text not null,
  signature bytea not null,
  last_id bigint not null,
  sealed_at timestamptz not null default clock_timestamp()
);
create index audit_checkpoints_by_time on audit_checkpoints (sealed_at);

create or replace function refuse_audit_change() returns trigger language plpgsql as $$
begin
  -- forget_audit alone, and it runs as the owner: the application may set this, but may delete nothing.
  if tg_op = 'DELETE' and current_setting('musubi.forgetting', true) = 'on' then
    return null;
  end if;
  raise exception 'audit rows are never changed';
end $$;
create trigger audit_leaves_are_append_only before update or delete or truncate on audit_leaves
  for each statement execute function refuse_audit_change();
create trigger audit_checkpoints_are_append_only before update or delete or truncate on audit_checkpoints
  for each statement execute function refuse_audit_change();

-- Forgets what was sealed more than so many years ago, two at least. The last checkpoint of that time stays: the chain
-- goes on from it. Returns its size, or null where there is nothing to forget.
create function forget_audit(years integer) returns bigint language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  kept bigint;
begin
  if years < 2 then
    raise exception 'audit rows of the last two years are not dropped';
  end if;
  select max(size) into kept from audit_checkpoints where sealed_at < now() - make_interval(years => years);
  if kept is null or kept = (select min(size) from audit_checkpoints) then
    return null;
  end if;
  perform set_config('musubi.forgetting', 'on', true);
  delete from audit_log where audit_id in (select audit_id from audit_leaves where position <= kept);
  delete from audit_leaves where position <= kept;
  delete from audit_checkpoints where size < kept;
  perform set_config('musubi.forgetting', 'off', true);
  return kept;
end $$;
revoke execute on function forget_audit(integer) from public;
