COPY xenia.snapshot_indices (snapshot, position, level, index_id, form, groups, parameters, value, reason)
FROM STDIN
