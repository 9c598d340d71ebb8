-- An office's statement that a further certificate is its own or its agent's, signed with one it has (裏書き): what the
-- hub says of whose a certificate is does not count for clients without it.
create table endorsements (
  fingerprint text not null references certificates,
  endorsed_by text not null references certificates check (endorsed_by <> fingerprint),
  statement bytea not null,
  signature bytea not null,
  endorsed_at timestamptz not null,
  primary key (fingerprint, endorsed_by)
);
