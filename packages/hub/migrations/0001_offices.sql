create table offices (
  office_number text primary key,
  name text not null,
  licensed_until timestamptz,
  suspended boolean not null default false,
  registered_at timestamptz not null
);

create table office_service_types (
  office_number text not null references offices,
  service_type text not null,
  primary key (office_number, service_type)
);

-- A certificate belongs to the office it was enrolled for: its subject is a constant and says nothing.
create table certificates (
  fingerprint text primary key,
  office_number text not null references offices,
  der bytea not null,
  issuer text not null,
  subject text not null,
  serial_number text not null,
  from_trial_authority boolean not null,
  not_before timestamptz not null,
  not_after timestamptz not null,
  enrolled_at timestamptz not null,
  revoked_at timestamptz,
  revocation_reason text
);
create index certificates_by_office on certificates (office_number);

create table accounts (
  account_id uuid primary key,
  user_id text not null unique,
  office_number text not null references offices,
  kind text not null check (kind in ('person', 'machine', 'operator')),
  role text not null,
  display_name text not null check (display_name <> ''),
  password_hash text not null,
  must_change_password boolean not null,
  disabled boolean not null default false,
  failed_attempts integer not null default 0,
  locked_until timestamptz,
  one_time_secret bytea,
  one_time_confirmed boolean not null default false,
  last_signed_in_at timestamptz,
  created_at timestamptz not null
);
create index accounts_by_office on accounts (office_number);

create table terminals (
  terminal_id uuid primary key,
  office_number text not null references offices,
  name text not null,
  secret_hash bytea not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null
);

create table sessions (
  session_id uuid primary key,
  account_id uuid not null references accounts,
  terminal_id uuid not null references terminals,
  certificate_fingerprint text not null references certificates,
  token_hash bytea not null unique,
  refresh_hash bytea unique,
  factors text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ends_at timestamptz not null,
  last_used_at timestamptz not null,
  closed_at timestamptz
);
create index sessions_by_account on sessions (account_id) where closed_at is null;

-- Assertions count once: their ids are kept until they would have expired anyway.
create table used_assertions (
  jti text primary key,
  expires_at timestamptz not null
);

create table incidents (
  incident_id uuid primary key,
  user_id text not null,
  opened_at timestamptz not null,
  closed_at timestamptz
);

create table alerts (
  alert_id bigint generated always as identity primary key,
  at timestamptz not null,
  kind text not null,
  detail text not null
);
