-- What the role that servers run as needs, and no more: as the owner of the database, once `hostscan-server migrate` has
-- made the tables, and again after each upgrade. The owner is used for migrations alone.
grant usage on schema public, pgboss to hostscan_run;
grant select, insert, update, delete on all tables in schema public, pgboss to hostscan_run;
grant usage, select on all sequences in schema public, pgboss to hostscan_run;
grant execute on all functions in schema public, pgboss to hostscan_run;
