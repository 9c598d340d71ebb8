-- The first byte of the ciphertext that goes to the recipient's side is a state of its own, with a receipt
-- (ContentRelease): a sender can't recall what the other side may already hold.
alter table transmissions add column released_at timestamptz;
update transmissions set released_at = handed_over_at where handed_over_at is not null;

-- Recipients added later stand beside the envelope, which is never written again: nobody can make stored content
-- unreadable by "adding" a reader.
alter table payloads add column added_readers bytea[] not null default '{}';
