-- 代行: a person or company that sends and receives in an office's name, with an account and certificates of its own.
create table delegations (
  delegation_id uuid primary key,
  office_number text not null references offices,
  agent_name text not null check (agent_name <> ''),
  -- Where the agent is an office itself: told to people, gives no rights.
  agent_office_number text,
  may_send boolean not null,
  may_receive boolean not null,
  valid_until timestamptz not null,
  granted_by text not null,
  granted_at timestamptz not null,
  -- The one link by which the agent takes over its account and makes its certificate: only a hash is kept.
  token_hash bytea unique,
  token_expires_at timestamptz,
  handed_over_at timestamptz,
  -- Set by whoever ends it first: an administrator, or the job on its last day ('system').
  ended_at timestamptz,
  ended_by text,
  check (may_send or may_receive)
);
create index delegations_by_office on delegations (office_number, granted_at desc);
create index delegations_running on delegations (valid_until) where ended_at is null;

-- An account and a certificate of a delegation open the door with each other only.
alter table accounts add column delegation_id uuid references delegations;
alter table certificates add column delegation_id uuid references delegations;
alter table certificate_requests add column delegation_id uuid references delegations;
create index accounts_by_delegation on accounts (delegation_id) where delegation_id is not null;
create index certificates_by_delegation on certificates (delegation_id) where delegation_id is not null;
