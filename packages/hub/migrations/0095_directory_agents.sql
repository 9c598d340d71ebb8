-- An office takes part through its own certificates, and through an agent's (代行) as long as that agent may receive:
-- whoever is found can be sent to (certificates/store.ts, IS_READER).
do $$
declare
  before text := pg_get_functiondef('refresh_directory'::regproc);
  after text := replace(before,
    'select office_number, min(not_before) as from_at, max(not_after) as until_at
      from certificates join n on n.number = office_number where revoked_at is null group by office_number',
    'select c.office_number, min(c.not_before) as from_at, max(least(c.not_after, d.valid_until)) as until_at
      from certificates c join n on n.number = c.office_number left join delegations d using (delegation_id)
     where c.revoked_at is null and (c.delegation_id is null or d.may_receive and d.ended_at is null) group by c.office_number');
begin
  if after = before then raise exception 'refresh_directory is not what this migration changes'; end if;
  execute after;
end $$;

-- Rights and end of a delegation change whether its office can be reached.
create trigger directory_after_update after update on delegations referencing new table as changed
  for each statement execute function refresh_directory_of_changed();

select refresh_directory(array(select distinct office_number from delegations));
