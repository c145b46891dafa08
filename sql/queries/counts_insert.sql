INSERT INTO xenia.counts (city, level_name, unit_id, position, group_name, value, as_of, source, indicator)
SELECT city, level_name, unit_id, position, group_name, value, as_of, source, indicator FROM pg_temp.counts_in
