-- Why an office may not take part: suspended for the time being, closed for good, or gone on under another number.
alter table offices
  add column suspended_at timestamptz,
  add column suspended_reason text,
  add column closed_at timestamptz,
  add column closed_reason text,
  -- Until when a closed office may still sign in and fetch what waits for it.
  add column fetch_until timestamptz,
  add column successor text references offices check (successor <> office_number);
create index offices_by_successor on offices (successor) where successor is not null;
create index certificates_by_end on certificates (not_after) where revoked_at is null;
create index audit_log_by_subject on audit_log (subject_id, audit_id);
create index audit_log_by_time on audit_log (at);

-- What the hub tells the administrators of one office, e.g. that an operator looked at a record of theirs.
create table office_messages (
  message_id bigint generated always as identity primary key,
  office_number text not null references offices,
  published_at timestamptz not null,
  title text not null,
  body text not null
);
create index office_messages_by_office on office_messages (office_number, published_at desc);
