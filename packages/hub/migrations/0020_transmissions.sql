-- Partitioned by the month in the transmission's UUIDv7: the id alone finds its partition, so it stays unique
-- over all of them, and expiry can drop a month at once.
create table transmissions (
  bucket date not null,
  id uuid not null,
  kind text not null,
  edition text,
  service_month text,
  serial text,
  sender_office text not null,
  sender_type text not null,
  recipient_office text not null,
  recipient_type text not null,
  file_names text[] not null,
  attachment_count integer not null,
  has_message boolean not null,
  payload_size bigint not null,
  manifest bytea not null,
  signature bytea not null,
  manifest_digest text not null,
  content_digest text not null,
  submitted_by uuid not null,
  submitted_at timestamptz not null,
  expires_at timestamptz not null,
  delivery text not null default 'consigned' check (delivery in ('consigned', 'handedOver', 'recalled', 'expired')),
  handed_over_at timestamptz,
  handed_over_to uuid,
  opened_at timestamptz,
  decision text check (decision in ('accepted', 'rejected')),
  decided_at timestamptz,
  supersedes uuid,
  primary key (bucket, id)
) partition by range (bucket);
create index transmissions_inbox on transmissions (recipient_office, submitted_at desc, id desc);
-- Offices work by month: a filter on it must not walk through years.
create index transmissions_inbox_month on transmissions (recipient_office, service_month, submitted_at desc, id desc);
create index transmissions_sent_month on transmissions (sender_office, service_month, submitted_at desc, id desc);
create index transmissions_sent on transmissions (sender_office, submitted_at desc, id desc);
create index transmissions_expiring on transmissions (expires_at) where delivery in ('consigned', 'handedOver');

-- Ciphertext does not compress: plain storage makes inserts several times faster (design/storage.md).
create table payloads (
  bucket date not null,
  id uuid not null,
  envelope bytea not null,
  primary key (bucket, id)
) partition by range (bucket);
alter table payloads alter column envelope set storage external;

create table receipts (
  bucket date not null,
  transmission_id uuid not null,
  position smallint not null,
  receipt_id uuid not null,
  event text not null,
  at timestamptz not null,
  receipt bytea not null,
  signature bytea not null,
  primary key (bucket, transmission_id, position)
) partition by range (bucket);

create table events (
  event_id bigint generated always as identity primary key,
  office_number text not null,
  name text not null,
  transmission_id uuid not null,
  box text not null,
  at timestamptz not null default now()
);
create index events_by_office on events (office_number, event_id);

-- Makes the partitions of a month; called ahead of time and when a submission finds none.
create function ensure_month(month date) returns void language plpgsql as $$
declare
  suffix text := to_char(month, 'YYYYMM');
  parent text;
begin
  perform pg_advisory_xact_lock(hashtext('ensure_month'));
  foreach parent in array array['transmissions', 'payloads', 'receipts'] loop
    execute format('create table if not exists %I partition of %I for values from (%L) to (%L)',
      parent || '_' || suffix, parent, month, (month + interval '1 month')::date);
  end loop;
end $$;
