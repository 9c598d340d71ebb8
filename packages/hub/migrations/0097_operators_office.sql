-- An office whose people are all operators runs the hub and takes no part in it: no search finds it and no count
-- has it. Operators still see it among the offices.
alter table directory_entries add column operates boolean not null default false;

create function runs_the_hub(number text) returns boolean language sql stable as $$
  select coalesce(bool_and(kind = 'operator'), false) from accounts where office_number = number and removed_at is null
$$;

-- Only offices of the hub have people: the ministry's rows, many by the import, are not asked about.
do $$
begin
  execute replace(replace(replace(pg_get_functiondef('refresh_directory'::regproc),
    'receives_from, receives_until)', 'receives_from, receives_until, operates)'),
    'from_at, until_at from known', 'from_at, until_at, registered_at is not null and runs_the_hub(number) from known'),
    'receives_until = excluded.receives_until', 'receives_until = excluded.receives_until, operates = excluded.operates');
end $$;

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

select refresh_directory(array(select distinct office_number from accounts where kind = 'operator'));
