UPDATE xenia.objections
SET state = $5, decided_by = $6, decided_at = xenia.moment($1, $4), sealed_outcome = $7, version = version + 1,
    changed_at = pg_catalog.now()
WHERE city = $1 AND id = $2 AND version = $3 AND state = 'open'
RETURNING id
