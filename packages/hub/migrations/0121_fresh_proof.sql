-- When the person of a session last showed that it is they: signing in does, and their password later on.
alter table sessions add column proved_at timestamptz;
update sessions set proved_at = created_at;
alter table sessions alter column proved_at set not null;
