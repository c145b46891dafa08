UPDATE xenia.households
SET state = 'left', left_on = xenia.day(xenia.moment($1, $3)), left_reason = $4, version = version + 1,
    changed_at = pg_catalog.now()
WHERE city = $1 AND id = $2 AND version = $5 AND state IN ('waiting', 'placed')
RETURNING id
