-- Who has no row has the defaults.
create table preferences (
  account_id uuid primary key references accounts,
  date_style text not null,
  text_size text not null,
  mail_address text,
  mail_on_arrival boolean not null
);
