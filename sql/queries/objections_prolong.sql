-- The term of the offer concerned runs on by as long as the objection stopped it.
UPDATE xenia.household_offers AS offer
SET expires_at = offer.expires_at + greatest(objections.decided_at - objections.raised_at, interval '0'),
    version = offer.version + 1, changed_at = pg_catalog.now()
FROM xenia.objections
WHERE objections.city = $1 AND objections.id = $2 AND offer.id = objections.offer AND offer.state = 'made'
