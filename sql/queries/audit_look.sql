-- The newest entry, and a transaction that is younger than all that have taken an id up to it.
SELECT coalesce(max(id), 0), pg_catalog.pg_current_xact_id(), pg_catalog.pg_backend_pid() FROM audit.entries
