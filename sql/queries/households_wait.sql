UPDATE xenia.households SET state = 'waiting', version = version + 1, changed_at = pg_catalog.now()
WHERE id = $1 AND state = 'placed'
