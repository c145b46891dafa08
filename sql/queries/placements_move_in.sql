UPDATE xenia.placements
SET state = 'moved_in', moved_in_on = xenia.day(xenia.moment($1, $4)), version = version + 1,
    changed_at = pg_catalog.now()
WHERE city = $1 AND id = $2 AND version = $3 AND source = 'desk' AND state = 'agreed'
RETURNING household
