UPDATE xenia.households
SET arrived_on = coalesce($3, arrived_on), sealed = $4, reference_hash = $5, version = version + 1,
    changed_at = pg_catalog.now()
WHERE city = $1 AND id = $2 AND version = $6 AND erased_at IS NULL
RETURNING id
