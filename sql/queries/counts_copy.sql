COPY pg_temp.counts_in (city, level_name, unit_id, position, group_name, value, as_of, source, indicator) FROM STDIN
