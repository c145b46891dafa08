-- Is the connection still the one that looked ($2), and is every transaction up to $1 over?
SELECT pg_catalog.pg_backend_pid() = $2::integer,
       pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot()) > $1::xid8
