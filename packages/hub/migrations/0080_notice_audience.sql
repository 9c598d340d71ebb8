-- Whom a notice is for and until when. Notices of before were shown to everybody who signed in.
alter table notices
  add column audience text not null default 'signedIn' check (audience in ('everyone', 'signedIn', 'prefecture', 'serviceType')),
  -- Prefecture or service type codes; empty for the other audiences.
  add column audience_codes text[] not null default '{}',
  add column shown_until timestamptz,
  -- Whether those who listen were told: a notice may be written before its day.
  add column announced boolean not null default true;
create index notices_unannounced on notices (published_at) where not announced;
