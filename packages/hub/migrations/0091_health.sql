-- How each job went last, for the operators; one row per job.
create table job_runs (
  name text primary key,
  finished_at timestamptz,
  seconds real,
  failed_at timestamptz,
  -- Name of the error: its message may quote values.
  failure text,
  failures_in_a_row integer not null default 0
);

-- How often the hub answered with each problem, by hour; neither offices nor people.
create table problem_counts (
  hour timestamptz not null,
  code text not null,
  count bigint not null,
  primary key (hour, code)
);
