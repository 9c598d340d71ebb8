-- What one operator asked for and a second one has to confirm: alone, nobody becomes another operator.
create table operator_acts (
  act_id uuid primary key,
  kind text not null,
  subject_id text not null,
  office_number text not null references offices,
  reason text not null,
  asked_by text not null,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  decided_by text check (decided_by <> asked_by and decided_by <> subject_id),
  decided_at timestamptz,
  outcome text check (outcome in ('done', 'refused'))
);
create index operator_acts_waiting on operator_acts (asked_at) where outcome is null;
