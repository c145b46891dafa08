UPDATE xenia.placements
SET state = 'ended', ended_on = xenia.day(xenia.moment($1, $4)), sealed_reason = $5, version = version + 1,
    changed_at = pg_catalog.now()
WHERE city = $1 AND id = $2 AND version = $3 AND source = 'desk' AND state IN ('agreed', 'moved_in')
RETURNING id
