-- The term of the offer concerned runs on by as long as the objection stopped it. In one statement: once decided,
-- the case may be none of who decides any more.
WITH decided AS (
    UPDATE xenia.objections
    SET state = $5, decided_by = $6, decided_at = xenia.moment($1, $4), sealed_outcome = $7, version = version + 1,
        changed_at = pg_catalog.now()
    WHERE city = $1 AND id = $2 AND version = $3 AND state = 'open'
    RETURNING id, offer, raised_at, decided_at
), prolonged AS (
    UPDATE xenia.household_offers AS offer
    SET expires_at = offer.expires_at + greatest(decided.decided_at - decided.raised_at, interval '0'),
        version = offer.version + 1, changed_at = pg_catalog.now()
    FROM decided
    WHERE offer.id = decided.offer AND offer.state = 'made'
)
SELECT id FROM decided
