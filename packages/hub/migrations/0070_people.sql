-- A mail address counts once its owner has opened the link sent to it; until then it waits.
alter table accounts
  add column mail_address text,
  add column mail_pending text,
  add column password_is_short boolean not null default false,
  add column invited_until timestamptz,
  add column removed_at timestamptz;
create index accounts_by_mail_address on accounts (lower(mail_address)) where mail_address is not null;
alter table offices add column requires_one_time_code boolean not null default false;
-- Decided when the session opens: a rule that is made later does not stop work in progress.
alter table sessions add column must_enrol boolean not null default false;

-- Links that go out by mail. Only the hash of what is in the mail is kept; each counts once and for its time.
create table account_links (
  token_hash bytea primary key,
  purpose text not null check (purpose in ('invitation', 'password', 'mail-address')),
  account_id uuid not null references accounts,
  mail_address text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index account_links_by_account on account_links (account_id);

-- Mails about an account that still have to go out. A link is made when its mail leaves, so no token lies here.
create table account_mails (
  mail_id bigint generated always as identity primary key,
  kind text not null,
  account_id uuid not null references accounts,
  mail_address text not null,
  queued_at timestamptz not null,
  tries integer not null default 0,
  next_try_at timestamptz not null
);

-- What people asked for who cannot sign in, as they typed it; looked at after they were answered, then deleted.
create table recovery_requests (
  request_id bigint generated always as identity primary key,
  user_id text,
  mail_address text not null,
  asked_at timestamptz not null
);

-- For limits: what was tried when, under a hash of who tried.
create table attempts (
  key bytea not null,
  at timestamptz not null
);
create index attempts_by_key on attempts (key, at);
