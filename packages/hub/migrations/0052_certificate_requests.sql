-- Requests (CSR) that wait for an authority outside. A certificate for the same key answers them.
create table certificate_requests (
  request_id uuid primary key,
  office_number text not null references offices,
  request_pem text not null,
  key_digest bytea not null unique,
  requested_by text not null,
  requested_at timestamptz not null,
  fingerprint text references certificates
);
create index certificate_requests_by_office on certificate_requests (office_number);
