-- Enquiries from the contact form. The secret is known to the enquirer alone; only its hash is here.
create table tickets (
  ticket_number text primary key,
  secret_hash bytea not null,
  category text not null,
  body text not null,
  person_name text,
  office_number text,
  mail_address text,
  state text not null check (state in ('open', 'answered', 'closed')),
  received_at timestamptz not null,
  closed_at timestamptz
);
create index tickets_newest on tickets (received_at desc, ticket_number desc);
create index tickets_closed on tickets (closed_at) where closed_at is not null;

create table ticket_answers (
  answer_id bigint generated always as identity primary key,
  ticket_number text not null references tickets on delete cascade,
  at timestamptz not null,
  body text not null
);
create index ticket_answers_by_ticket on ticket_answers (ticket_number);

-- Mails to enquirers that the mail server has not taken yet: the acknowledgement has no answer.
create table ticket_mails (
  mail_id bigint generated always as identity primary key,
  ticket_number text not null references tickets on delete cascade,
  answer_id bigint references ticket_answers on delete cascade,
  queued_at timestamptz not null,
  failures integer not null default 0
);
