UPDATE xenia.households
SET sealed = NULL, reference_hash = NULL, erased_at = pg_catalog.now(), version = version + 1,
    changed_at = pg_catalog.now()
WHERE city = $1 AND id = $2 AND version = $3 AND erased_at IS NULL AND state IN ('placed', 'left')
RETURNING id
