UPDATE xenia.household_offers
SET state = 'made', made_at = xenia.moment($1, $4),
    expires_at = xenia.moment($1, $4) + pg_catalog.make_interval(days => $5), version = version + 1,
    changed_at = pg_catalog.now()
WHERE city = $1 AND id = $2 AND version = $3 AND state = 'draft'
RETURNING household
