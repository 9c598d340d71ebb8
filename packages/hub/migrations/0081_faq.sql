-- Data a hub starts with is loaded once: what operators change or delete later stays as they left it.
create table seeds (
  name text primary key,
  seeded_at timestamptz not null
);

create table faq_entries (
  faq_id bigint generated always as identity primary key,
  topic text not null,
  question text not null,
  answer text not null,
  -- Other words people search for: kana, everyday names, error texts.
  words text not null default '',
  -- Entries made from a ticket are looked over before anybody sees them.
  shown boolean not null,
  changed_at timestamptz not null
);
