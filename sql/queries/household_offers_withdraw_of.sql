-- The live offer of a household that has left.
UPDATE xenia.household_offers
SET state = 'withdrawn', live = false, closed_at = xenia.moment($1, $3), version = version + 1,
    changed_at = pg_catalog.now()
WHERE city = $1 AND household = $2 AND live
