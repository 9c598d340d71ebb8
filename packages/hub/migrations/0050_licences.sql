-- Days are days in Japan. offices.licensed_until stays what submissions are checked against: the end of the last day.
create table plans (
  code text primary key,
  name text not null,
  price_yen integer not null check (price_yen >= 0),
  months integer not null check (months > 0)
);
insert into plans values ('annual', '年間ライセンス', 21000, 12);

-- Free passes and the like: an office may use each once. Either to a set day or for a number of months.
create table campaigns (
  code text primary key,
  name text not null,
  price_yen integer not null check (price_yen >= 0),
  ends_on date,
  months integer check (months > 0),
  applies_from date not null,
  applies_until date not null,
  check ((ends_on is null) <> (months is null))
);

create table licences (
  licence_id uuid primary key,
  office_number text not null references offices,
  plan text not null references plans,
  campaign_code text references campaigns,
  name text not null,
  price_yen integer not null,
  starts_on date not null,
  ends_on date not null check (ends_on >= starts_on),
  origin text not null check (origin in ('application', 'renewal', 'automatic')),
  created_at timestamptz not null,
  created_by text not null
);
create unique index licences_by_office on licences (office_number, starts_on);
create unique index licences_campaign_once on licences (office_number, campaign_code) where campaign_code is not null;
create index licences_by_end on licences (ends_on, licence_id);

create table subscriptions (
  office_number text primary key references offices,
  automatic_renewal boolean not null,
  cancelled_on date,
  -- The last day before the cancellation: until then it can be taken back.
  reached date,
  changed_at timestamptz not null
);
