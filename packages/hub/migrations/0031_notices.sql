create table notices (
  notice_id bigint generated always as identity primary key,
  published_at timestamptz not null,
  title text not null,
  body text not null,
  important boolean not null
);
create index notices_newest on notices (published_at desc, notice_id desc);
