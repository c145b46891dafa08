UPDATE xenia.dwellings
SET state = 'available', version = dwellings.version + 1, changed_at = pg_catalog.now()
FROM xenia.offers
WHERE dwellings.city = $1 AND dwellings.state = 'announced' AND offers.city = $1 AND offers.id = dwellings.id
  AND (offers.published IS NULL OR offers.published <= xenia.day(xenia.moment($1, $2)))
RETURNING dwellings.id
