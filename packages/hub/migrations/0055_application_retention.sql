-- Refused applications, and those whose link nobody opened, are dropped by age.
create index applications_to_drop on applications (applied_at) where state in ('unconfirmed', 'refused');
