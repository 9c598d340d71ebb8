-- C1: what an operator does to an office that is at work waits for a second operator as well, and the office is told.
-- `wanted` is the act itself (contract: wantedAct), without any secret.
alter table operator_acts
  add column wanted jsonb,
  add column about_operator boolean,
  add column disowned_at timestamptz,
  add column disowned_by text;
update operator_acts set wanted = jsonb_build_object('kind', kind, 'userId', subject_id), about_operator = true;
alter table operator_acts
  alter column wanted set not null,
  alter column about_operator set not null,
  drop constraint operator_acts_outcome_check,
  add constraint operator_acts_outcome_check check (outcome in ('done', 'refused', 'failed'));
create index operator_acts_by_office on operator_acts (office_number, asked_at desc) where not about_operator;

-- Which administrator has looked at an act, and whether it was decided by then: news until each has.
create table operator_acts_seen (
  act_id uuid not null references operator_acts,
  account_id uuid not null references accounts,
  decided boolean not null,
  primary key (act_id, account_id, decided)
);

-- Who let somebody in; null for those who were there before this was written down.
alter table accounts add column added_by text check (added_by in ('office', 'operator', 'application', 'host'));

-- What a mail about an account tells of (a user id, an act), where that is more than the account itself.
alter table account_mails add column about text not null default '';
