-- What an office's document is for: they are listed apart, and decisions about a month are kept as long as its records.
alter table drafts add column purpose text not null default 'sending'
  check (purpose in ('sending', 'actuals', 'schedule', 'reconciliation'));
create index drafts_by_purpose on drafts (office_number, purpose, updated_at desc);
drop index drafts_untouched;
create index drafts_untouched on drafts (purpose, updated_at);
