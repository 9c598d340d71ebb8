-- The transmission that each sending unit is: the same unit for the same recipient is one transmission, from whichever
-- terminal and however often it is sent (decision 0019). One row a unit, so that two submissions at once wait for each
-- other at its key. Transmissions are partitioned by month and can't have such a key themselves.
create table sent_units (
  sender_office text not null,
  sender_type text not null,
  recipient_office text not null,
  recipient_type text not null,
  kind text not null,
  -- Empty where a unit has no month.
  service_month text not null,
  edition text not null,
  serial text not null,
  bucket date not null,
  transmission_id uuid not null,
  -- The day its ciphertext goes: from then on nobody can say whether a further one is the same.
  until timestamptz not null,
  primary key (sender_office, recipient_office, serial, kind, service_month, sender_type, recipient_type, edition)
);
create index sent_units_until on sent_units (until);

insert into sent_units
select distinct on (sender_office, recipient_office, serial, kind, coalesce(service_month, ''), sender_type, recipient_type, edition)
       sender_office, sender_type, recipient_office, recipient_type, kind, coalesce(service_month, ''), edition, serial, bucket, id, expires_at
  from transmissions
 where serial is not null and edition is not null and delivery in ('consigned', 'handedOver')
   and decision is distinct from 'rejected' and expires_at > now()
 order by sender_office, recipient_office, serial, kind, coalesce(service_month, ''), sender_type, recipient_type, edition, submitted_at desc;
