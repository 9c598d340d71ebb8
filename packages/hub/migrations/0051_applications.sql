create table applications (
  application_number text primary key,
  state text not null check (state in ('unconfirmed', 'waiting', 'approved', 'refused')),
  office_number text not null,
  office_name text not null,
  corporation_name text not null,
  service_types text[] not null,
  contact_name text not null,
  mail_address text not null,
  phone text not null,
  campaign_code text references campaigns,
  -- The one link that opens it: only a hash is kept.
  token_hash bytea unique,
  token_expires_at timestamptz,
  waits_because text,
  applied_at timestamptz not null,
  mail_confirmed_at timestamptz,
  decided_at timestamptz,
  decided_by text,
  refusal_reason text,
  account_id uuid references accounts,
  handed_over_at timestamptz
);
create index applications_by_time on applications (applied_at desc, application_number);
create index applications_by_mail on applications (mail_address, applied_at);

-- First passwords end by themselves; a password its owner chose does not.
alter table accounts add column password_expires_at timestamptz;
