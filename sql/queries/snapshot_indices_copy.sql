COPY pg_temp.snapshot_indices_in (snapshot, position, level, index_id, form, groups, parameters, value, reason)
FROM STDIN
