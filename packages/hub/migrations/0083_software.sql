-- Care software that is known to work with this hub, and how that was found out.
create table software (
  software_id bigint generated always as identity primary key,
  maker text not null,
  product text not null,
  version text not null,
  editions text[] not null,
  status text not null check (status in ('tested', 'declared', 'ended')),
  tested text not null,
  tested_on date not null
);
