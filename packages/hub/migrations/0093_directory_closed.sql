-- The directory shows an office as taking part; a closed one (0090) does not, as a suspended one does not (0060).
do $$
begin
  execute replace(pg_get_functiondef('refresh_directory'::regproc), 'not o.suspended', 'o.closed_at is null and not o.suspended');
end $$;
