UPDATE xenia.household_offers SET live = false, version = version + 1, changed_at = pg_catalog.now()
WHERE city = $1 AND id = $2 AND version = $3 AND state = 'accepted' AND live
RETURNING household, dwelling, (SELECT reason_code FROM xenia.decisions WHERE id = decision)
