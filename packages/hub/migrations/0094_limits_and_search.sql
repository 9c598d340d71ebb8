-- One row per hash of who tries what: how often within the window that its first try opened. A row for each try could
-- not be counted and written in one statement. What was counted before limits nothing any more.
drop table attempts;
create table attempts (
  key bytea primary key,
  tries integer not null,
  ends_at timestamptz not null
);
create index attempts_by_end on attempts (ends_at);

-- The time step (RFC 6238) of the 確認コード that was accepted last: it and all before open nothing again.
alter table accounts add column one_time_step bigint;

-- What operators search offices by, as the directory does (0060).
alter table offices add column folded text generated always as (directory_fold(name)) stored;
create index offices_by_number on offices (office_number collate "C");
create index offices_pairs on offices using gin (directory_pairs(folded));
alter index offices_pairs alter column 1 set statistics 1000;
create index offices_beginning on offices (folded collate "C");
