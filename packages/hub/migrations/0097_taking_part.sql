-- An office takes part through its own certificates, and through an agent's (代行) as long as that agent may receive:
-- whoever is found can be sent to (certificates/store.ts, IS_READER).
-- An office whose people are all operators runs the hub and takes no part in it: no search finds it and no count
-- has it. Operators still see it among the offices.
alter table directory_entries add column operates boolean not null default false;

create function runs_the_hub(number text) returns boolean language sql stable as $$
  select coalesce(bool_and(kind = 'operator'), false) from accounts where office_number = number and removed_at is null
$$;

-- Only offices of the hub have people: the ministry's rows, many by the import, are not asked about.
create or replace function refresh_directory(numbers text[]) returns void language sql as $$
  delete from directory_entries e using (select distinct unnest(numbers) as number) n
   where e.office_number = n.number and not exists (select from offices o where o.office_number = n.number)
    and not exists (select from registry_offices r where r.office_number = n.number and r.closed_at is null);
  with n as materialized (select distinct unnest(numbers) as number),
  listed as (
    select office_number, (array_agg(name order by service_name))[1] as name, (array_agg(kana order by service_name))[1] as kana,
           (array_agg(prefecture order by service_name))[1] as prefecture,
           (array_agg(municipality order by service_name))[1] as municipality, array_agg(distinct service_type) as types
      from registry_offices join n on n.number = office_number where closed_at is null group by office_number),
  certified as (
    select c.office_number, min(c.not_before) as from_at, max(least(c.not_after, d.valid_until)) as until_at
      from certificates c join n on n.number = c.office_number left join delegations d using (delegation_id)
     where c.revoked_at is null and (c.delegation_id is null or d.may_receive and d.ended_at is null)
     group by c.office_number),
  own as (
    select office_number, array_agg(service_type order by service_type) as types
      from office_service_types join n on n.number = office_number group by office_number),
  known as (
    select n.number, coalesce(o.name, l.name) as name, coalesce(l.prefecture, left(n.number, 2)) as prefecture, l.municipality,
           directory_fold(concat_ws('|', o.name, case when l.name is distinct from o.name then l.name end, l.kana)) as folded,
           coalesce(own.types, l.types, '{}') as types,
           case when o.office_number is null then '{}' else coalesce(p.editions, array['4.1']) end as editions, o.registered_at,
           case when o.closed_at is null and not o.suspended and o.licensed_until is not null then c.from_at end as from_at,
           case when o.closed_at is null and not o.suspended and o.licensed_until is not null and c.until_at is not null
                then least(o.licensed_until, c.until_at) end as until_at
      from n left join offices o on o.office_number = n.number left join listed l on l.office_number = n.number
      left join certified c on c.office_number = n.number left join own on own.office_number = n.number
      left join office_profiles p on p.office_number = n.number
     where o.office_number is not null or l.office_number is not null)
  insert into directory_entries (office_number, name, folded, prefecture, municipality, service_types, editions, registered_at, receives_from, receives_until, operates)
  select number, name, folded, prefecture, municipality, types, editions, registered_at, from_at, until_at,
         registered_at is not null and runs_the_hub(number)
    from known
  on conflict (office_number) do update set name = excluded.name, folded = excluded.folded,
    prefecture = excluded.prefecture, municipality = excluded.municipality, service_types = excluded.service_types,
    editions = excluded.editions, registered_at = excluded.registered_at, receives_from = excluded.receives_from,
    receives_until = excluded.receives_until, operates = excluded.operates
$$;

-- Rights and end of a delegation change whether its office can be reached.
create trigger directory_after_update after update on delegations referencing new table as changed
  for each statement execute function refresh_directory_of_changed();

create function refresh_directory_of_operators() returns trigger language plpgsql as $$
begin
  if exists (select from accounts where office_number = new.office_number and kind = 'operator') then
    perform refresh_directory(array[new.office_number]);
  end if;
  return null;
end $$;
create trigger directory_after_people after insert or update of removed_at on accounts
  for each row execute function refresh_directory_of_operators();

-- Counting reads the index alone.
drop index directory_entries_counts;
create index directory_entries_counts on directory_entries (prefecture, municipality) include (receives_from, receives_until, operates);

select refresh_directory(array(
  select office_number from accounts where kind = 'operator' union select office_number from delegations));
