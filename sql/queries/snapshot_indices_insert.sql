INSERT INTO xenia.snapshot_indices (snapshot, position, level, index_id, form, groups, parameters, value, reason)
SELECT snapshot, position, level, index_id, form, groups, parameters, value, reason FROM pg_temp.snapshot_indices_in
