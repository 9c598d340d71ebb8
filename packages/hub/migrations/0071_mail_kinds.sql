-- Which kinds of mail a person wants; who has no row has the kind's default.
create table mail_wishes (
  account_id uuid not null references accounts,
  kind text not null,
  wanted boolean not null,
  primary key (account_id, kind)
);
insert into mail_wishes select account_id, 'arrival', true from preferences where mail_on_arrival;

-- Addresses typed before there was a check wait to be verified: nothing is sent to them until then.
update accounts a set mail_pending = p.mail_address from preferences p where p.account_id = a.account_id and p.mail_address is not null;
alter table preferences drop column mail_address, drop column mail_on_arrival;

-- What a person was reminded of: each thing once.
create table mail_told (
  account_id uuid not null references accounts,
  kind text not null,
  subject text not null,
  told_at timestamptz not null,
  primary key (account_id, kind, subject)
);

-- How often in a row the recipient's server refused for good; after some the address is left alone.
alter table mail_failures add column refusals integer not null default 0;
