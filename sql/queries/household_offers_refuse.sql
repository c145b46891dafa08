UPDATE xenia.household_offers
SET state = 'refused', live = false, closed_at = xenia.moment($1, $4), refusal_code = $5, sealed_note = $6,
    version = version + 1, changed_at = pg_catalog.now()
WHERE city = $1 AND id = $2 AND version = $3 AND state = 'made'
RETURNING id
