-- An arrival is told once: it is taken from the events into the queues below, whoever runs the job and in whatever
-- order submissions commit. What arrived before this migration is old news.
alter table events add column told boolean not null default false;
update events set told = true;
create index events_untold on events (event_id) where name = 'transmission.arrived' and not told;

-- What a person has not been mailed about yet. A row leaves when the mail server has taken the mail.
create table mail_queue (
  account_id uuid not null references accounts,
  transmission_id uuid not null,
  queued_at timestamptz not null,
  primary key (account_id, transmission_id)
);

-- People whose last mail could not be sent, and how often in a row.
create table mail_failures (
  account_id uuid primary key references accounts,
  code text not null,
  failures integer not null,
  failed_at timestamptz not null
);

-- A terminal's browser, where its push service listens. `news_at` is the latest arrival nobody told it of.
create table push_subscriptions (
  terminal_id uuid primary key references terminals,
  account_id uuid not null references accounts,
  office_number text not null references offices,
  endpoint text not null,
  public_key text not null,
  secret text not null,
  subscribed_at timestamptz not null,
  news_at timestamptz,
  tried_at timestamptz
);
create index push_subscriptions_by_office on push_subscriptions (office_number);
create index push_subscriptions_waiting on push_subscriptions (news_at) where news_at is not null;
