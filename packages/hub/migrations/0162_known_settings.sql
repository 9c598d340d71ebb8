-- What the hub was set to when it started last: HMACs alone, since addresses have passwords in them. A start says which changed.
create table known_settings (
  name text primary key,
  digest bytea not null
);
