create table audit_log (
  audit_id bigint generated always as identity primary key,
  at timestamptz not null,
  actor text not null,
  office_number text,
  terminal_id text,
  action text not null,
  subject_type text not null,
  subject_id text not null,
  outcome text not null check (outcome in ('done', 'refused')),
  detail text,
  request_id text
);
create index audit_log_by_office on audit_log (office_number, audit_id desc);

-- Past rows are never changed (security.md R24, R25).
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit rows are never changed';
end $$;
create trigger audit_log_is_append_only before update or delete or truncate on audit_log
  for each statement execute function refuse_audit_change();
