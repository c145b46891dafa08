UPDATE xenia.households SET state = 'placed', version = version + 1, changed_at = pg_catalog.now()
WHERE id = $1 AND state = 'waiting'
RETURNING id
