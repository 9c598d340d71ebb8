-- The top page counts what waits: these hold what is open, not the years before it, and enough columns that counting
-- reads the index alone.
create index transmissions_unopened on transmissions (recipient_office, submitted_at desc, id desc)
  include (sender_office, delivery, expires_at) where opened_at is null and delivery in ('consigned', 'handedOver');
create index transmissions_unfetched on transmissions (sender_office, submitted_at) include (bucket, expires_at)
  where delivery = 'consigned';
create index transmissions_rejected on transmissions (sender_office, decided_at) where decision = 'rejected';

-- The month's table reads the indexes by month alone, without the wide rows.
drop index transmissions_inbox_month;
drop index transmissions_sent_month;
create index transmissions_inbox_month on transmissions (recipient_office, service_month, submitted_at desc, id desc)
  include (bucket, sender_office, kind, delivery);
create index transmissions_sent_month on transmissions (sender_office, service_month, submitted_at desc, id desc)
  include (bucket, recipient_office, kind, delivery);

-- Whom an office ever exchanged data with, told from its transmissions. It is brought up to date when it is read:
-- submissions neither pay for it nor wait for each other, and reading does not walk through five years.
create table partners (
  office_number text not null,
  partner_number text not null,
  last_at timestamptz not null,
  primary key (office_number, partner_number)
);
create index partners_newest on partners (office_number, last_at desc);
