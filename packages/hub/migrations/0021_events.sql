-- Events tell of drafts and notices too: those have no transmission and no box.
alter table events alter column transmission_id drop not null;
alter table events alter column box drop not null;
alter table events add column draft_id uuid;
