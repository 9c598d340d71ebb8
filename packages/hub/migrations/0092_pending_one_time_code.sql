-- A one-time code that is being enrolled; the one in use counts until the new one is confirmed.
alter table accounts add column one_time_pending bytea;
update accounts set one_time_pending = one_time_secret, one_time_secret = null where not one_time_confirmed;
