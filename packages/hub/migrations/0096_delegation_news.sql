-- When rights or period of a delegation were changed last, and of which end its agent was reminded (valid_until, days).
alter table delegations add column changed_at timestamptz;
alter table delegations add column reminded_of text;

-- Who began a draft: an agent who may only send sees no others.
alter table drafts add column made_by uuid references accounts;
