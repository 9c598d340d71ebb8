-- What the ministry's open directory says (介護サービス情報公表システム): one row per office and service, as its files
-- have it. Rows stay when an office closes, so that the next edition can tell what is new.
create table registry_offices (
  office_number text not null,
  service_name text not null,
  service_type text not null,
  name text not null,
  kana text not null,
  corporation text not null,
  prefecture text not null,
  municipality text,
  address text not null,
  phone text not null,
  fax text not null,
  url text not null,
  latitude double precision,
  longitude double precision,
  closed_at timestamptz,
  source_edition text not null,
  updated_at timestamptz not null,
  primary key (office_number, service_name)
);
create index registry_offices_by_service on registry_offices (service_name, office_number) where closed_at is null;

create table directory_imports (
  import_id uuid primary key,
  imported_at timestamptz not null,
  actor text not null,
  source_edition text not null,
  report jsonb not null
);
create index directory_imports_newest on directory_imports (imported_at desc, import_id);

-- What an office lets others see of itself; without a row: contacts shown, edition 4.1.
create table office_profiles (
  office_number text primary key references offices,
  show_contact boolean not null,
  editions text[] not null check (editions <@ array['3', '4.1'] and cardinality(editions) > 0),
  note text not null,
  updated_at timestamptz not null
);

-- How long an office usually takes from consignment to hand-over; written by a job.
create table office_paces (
  office_number text primary key references offices,
  median_hours double precision not null,
  transmissions integer not null,
  measured_at timestamptz not null
);

-- Width, kana and case don't matter when people search.
create function directory_fold(given text) returns text language sql immutable strict parallel safe as $$
  select translate(upper(regexp_replace(normalize(given, NFKC), '\s', '', 'g')),
    'ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬねのはばぱひびぴふぶぷへべぺほぼぽまみむめもゃやゅゆょよらりるれろゎわゐゑをんゔゕゖ',
    'ァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロヮワヰヱヲンヴヵヶ')
$$;

-- Two characters in a row: what a search looks for. pg_trgm is no help here: it takes no
-- Japanese character for a letter in the C locale of our own server.
create function directory_pairs(folded text) returns text[] language sql immutable strict parallel safe cost 1000 as $$
  select array(select substr(folded, at, 2) from generate_series(1, char_length(folded) - 1) at)
$$;

-- One row per office that is open or takes part: everything a search looks at. Derived, never written by hand.
-- Whether an office takes part is a matter of time: it does from `receives_from` to `receives_until`.
create table directory_entries (
  office_number text collate "C" primary key,
  name text not null,
  folded text not null,
  prefecture text not null,
  municipality text,
  service_types text[] not null,
  editions text[] not null,
  registered_at timestamptz,
  receives_from timestamptz,
  receives_until timestamptz
);
create index directory_entries_pairs on directory_entries using gin (directory_pairs(folded));
alter index directory_entries_pairs alter column 1 set statistics 1000;
create index directory_entries_beginning on directory_entries (folded collate "C");
create index directory_entries_services on directory_entries using gin (service_types, editions);
create index directory_entries_by_place on directory_entries (prefecture, office_number);
create index directory_entries_by_municipality on directory_entries (municipality, office_number);
create index directory_entries_taking_part on directory_entries (office_number) where receives_until is not null;
create index directory_entries_counts on directory_entries (prefecture, municipality) include (receives_from, receives_until);

-- Makes the rows of these offices anew from what is known of them.
create function refresh_directory(numbers text[]) returns void language sql as $$
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
    select office_number, min(not_before) as from_at, max(not_after) as until_at
      from certificates join n on n.number = office_number where revoked_at is null group by office_number),
  own as (
    select office_number, array_agg(service_type order by service_type) as types
      from office_service_types join n on n.number = office_number group by office_number),
  known as (
    select n.number, coalesce(o.name, l.name) as name, coalesce(l.prefecture, left(n.number, 2)) as prefecture, l.municipality,
           directory_fold(concat_ws('|', o.name, case when l.name is distinct from o.name then l.name end, l.kana)) as folded,
           coalesce(own.types, l.types, '{}') as types,
           case when o.office_number is null then '{}' else coalesce(p.editions, array['4.1']) end as editions, o.registered_at,
           case when not o.suspended and o.licensed_until is not null then c.from_at end as from_at,
           case when not o.suspended and o.licensed_until is not null and c.until_at is not null
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

-- Whoever changes an office, its services, certificates or profile changes its entry in the same transaction.
create function refresh_directory_of_changed() returns trigger language plpgsql as $$
begin
  perform refresh_directory(array(select distinct office_number from changed));
  return null;
end $$;
create trigger directory_after_insert after insert on offices referencing new table as changed
  for each statement execute function refresh_directory_of_changed();
create trigger directory_after_update after update on offices referencing new table as changed
  for each statement execute function refresh_directory_of_changed();
create trigger directory_after_insert after insert on office_service_types referencing new table as changed
  for each statement execute function refresh_directory_of_changed();
create trigger directory_after_delete after delete on office_service_types referencing old table as changed
  for each statement execute function refresh_directory_of_changed();
create trigger directory_after_insert after insert on certificates referencing new table as changed
  for each statement execute function refresh_directory_of_changed();
create trigger directory_after_update after update on certificates referencing new table as changed
  for each statement execute function refresh_directory_of_changed();
create trigger directory_after_insert after insert on office_profiles referencing new table as changed
  for each statement execute function refresh_directory_of_changed();
create trigger directory_after_update after update on office_profiles referencing new table as changed
  for each statement execute function refresh_directory_of_changed();

select refresh_directory(array(select office_number from offices));
