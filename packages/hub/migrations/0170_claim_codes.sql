-- 受取コード: what the link alone does not open. Told on a screen, by telephone or on paper, never by the mail that has the link.
alter table applications add column claim_code_hash text;
alter table applications add column claim_tries integer not null default 0;
-- Operators who saw the link, or the code, of an application: nobody hands over both.
alter table applications add column link_shown_to text;
alter table applications add column code_shown_to text;
alter table delegations add column claim_code_hash text;
alter table delegations add column claim_tries integer not null default 0;
