UPDATE xenia.household_offers
SET state = 'withdrawn', live = false, closed_at = xenia.moment($1, $4), version = version + 1,
    changed_at = pg_catalog.now()
WHERE city = $1 AND id = $2 AND version = $3 AND live
RETURNING household
