UPDATE xenia.household_offers AS offer
SET state = 'expired', live = false, closed_at = expires_at, version = version + 1, changed_at = pg_catalog.now()
WHERE city = $1 AND state = 'made' AND expires_at < xenia.moment($1, $2)
  AND NOT EXISTS (SELECT FROM xenia.objections WHERE objections.offer = offer.id AND objections.state = 'open')
RETURNING id
