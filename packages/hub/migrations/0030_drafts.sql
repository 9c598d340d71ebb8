-- Drafts belong to an office and to nobody else: the same id in two offices is two drafts.
create table drafts (
  office_number text not null references offices,
  draft_id uuid not null,
  version integer not null check (version > 0),
  head bytea not null,
  part_ids uuid[] not null,
  updated_at timestamptz not null,
  updated_by uuid not null references accounts,
  editing_account uuid references accounts,
  editing_terminal uuid references terminals,
  editing_since timestamptz,
  editing_seen_at timestamptz,
  primary key (office_number, draft_id)
);
create index drafts_untouched on drafts (updated_at);

-- Parts are there before the head that names them, and never change: no foreign key, no update.
create table draft_parts (
  office_number text not null references offices,
  draft_id uuid not null,
  part_id uuid not null,
  size bigint not null,
  put_at timestamptz not null,
  content bytea not null,
  primary key (office_number, draft_id, part_id)
);
-- Ciphertext does not compress.
alter table draft_parts alter column content set storage external;
alter table drafts alter column head set storage external;
create index draft_parts_put on draft_parts (put_at);
