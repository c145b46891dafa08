SELECT level, index_id, form, pg_catalog.cardinality(groups), parameters, value, reason
FROM xenia.snapshot_indices
WHERE snapshot = $1
ORDER BY position
