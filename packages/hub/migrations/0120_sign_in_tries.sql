-- Tries to sign in, counted before they are judged. One row per certificate's office (and delegation), user id and
-- terminal: whoever holds another office's certificate, or sits at another terminal, spends tries of their own only.
create table sign_in_tries (
  -- Hash of who tries whom and where.
  key bytea primary key,
  -- Null where the certificate is not the account's, or nobody has the user id: such a row says nothing about anybody.
  account_id uuid references accounts,
  tries integer not null,
  tried_at timestamptz not null,
  locked_until timestamptz
);
create index sign_in_tries_by_account on sign_in_tries (account_id) where account_id is not null;
create index sign_in_tries_by_time on sign_in_tries (tried_at);
-- Locks last for minutes: those of before the update end with it.
alter table accounts drop column failed_attempts, drop column locked_until;
