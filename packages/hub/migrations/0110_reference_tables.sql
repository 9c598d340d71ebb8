-- Tables of service codes that were imported: by operators for every office, by an office for itself.
create table reference_tables (
  table_id uuid primary key,
  -- Null: for all offices of the hub.
  office_number text references offices,
  name text not null,
  line_count integer not null,
  -- In the form of packages/reference/data/service-codes.csv; never changed once written, so that clients keep it by id.
  content text not null,
  added_at timestamptz not null,
  added_by text not null
);
create index on reference_tables (office_number, added_at);
