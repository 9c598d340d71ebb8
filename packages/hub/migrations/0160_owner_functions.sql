-- The application's role owns nothing (security.md R25): what of its work needs the owner's rights goes through functions
-- that do this one thing. `pg_temp` stands last in their path, so that no table of a session stands in for one of ours.
create or replace function ensure_month(month date) returns void language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  suffix text := to_char(month, 'YYYYMM');
  parent text;
begin
  if month <> date_trunc('month', month) or month not between '2000-01-01' and '2199-12-01' then
    raise exception 'not a month: %', month;
  end if;
  perform pg_advisory_xact_lock(hashtext('ensure_month'));
  foreach parent in array array['transmissions', 'payloads', 'receipts'] loop
    execute format('create table if not exists %I partition of %I for values from (%L) to (%L)',
      parent || '_' || suffix, parent, month, (month + interval '1 month')::date);
  end loop;
end $$;

-- Drops the partitions of whole months before one, and says which. Records are kept two years at least, whatever the
-- application says and whatever its clock shows.
create function drop_months(before date) returns setof text language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  partition_name text;
begin
  if before > date_trunc('month', now()) - interval '2 years' then
    raise exception 'records of the last two years are not dropped';
  end if;
  for partition_name in
    select c.relname from pg_class c join pg_inherits i on i.inhrelid = c.oid
      join pg_class p on p.oid = i.inhparent
     where c.relkind = 'r' and p.relname in ('transmissions', 'payloads', 'receipts')
       and c.relnamespace = 'public'::regnamespace and c.relname ~ '_[0-9]{6}$'
       and right(c.relname, 6) < to_char(before, 'YYYYMM')
     order by 1
  loop
    execute format('drop table public.%I', partition_name);
    return next partition_name;
  end loop;
end $$;

revoke execute on function ensure_month(date), drop_months(date) from public;

-- Receipts are evidence as the audit rows are: nobody changes one, the owner by mistake neither. Months go as a whole.
create function refuse_receipt_change() returns trigger language plpgsql as $$
begin
  raise exception 'receipts are never changed';
end $$;
create trigger receipts_are_append_only before update or delete or truncate on receipts
  for each statement execute function refuse_receipt_change();
