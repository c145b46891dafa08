-- Within its term, which an open objection about it stops.
UPDATE xenia.household_offers AS offer
SET state = 'accepted', closed_at = xenia.moment($1, $4), version = version + 1, changed_at = pg_catalog.now()
WHERE city = $1 AND id = $2 AND version = $3 AND state = 'made'
  AND (expires_at >= xenia.moment($1, $4)
       OR EXISTS (SELECT FROM xenia.objections WHERE objections.offer = $2 AND objections.state = 'open'))
RETURNING household
