-- An office takes part through its own certificates, and through an agent's (代行) as long as that agent may receive:
-- whoever is found can be sent to (certificates/store.ts, IS_READER).
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
  insert into directory_entries (office_number, name, folded, prefecture, municipality, service_types, editions, registered_at, receives_from, receives_until)
  select number, name, folded, prefecture, municipality, types, editions, registered_at, from_at, until_at from known
  on conflict (office_number) do update set name = excluded.name, folded = excluded.folded,
    prefecture = excluded.prefecture, municipality = excluded.municipality, service_types = excluded.service_types,
    editions = excluded.editions, registered_at = excluded.registered_at, receives_from = excluded.receives_from,
    receives_until = excluded.receives_until
$$;

-- Rights and end of a delegation change whether its office can be reached.
create trigger directory_after_update after update on delegations referencing new table as changed
  for each statement execute function refresh_directory_of_changed();

select refresh_directory(array(select distinct office_number from delegations));
