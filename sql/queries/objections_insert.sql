-- Against whoever decided the offer; no row when the offer is not this household's.
INSERT INTO xenia.objections (
    city, household, offer, raised_by, against, raised_at, deadline, sealed_text, sealed_ranking)
SELECT $1, $2, offer.id, $4, coalesce(decisions.decided_by, ''), xenia.moment($1, $5),
       xenia.day(xenia.moment($1, $5)) + $6::integer, $7::bytea, $8::bytea
FROM (SELECT) AS one
LEFT JOIN xenia.household_offers AS offer ON offer.city = $1 AND offer.id = $3 AND offer.household = $2
LEFT JOIN xenia.decisions ON decisions.id = offer.decision
WHERE offer.id IS NOT NULL OR NOT $9::boolean
RETURNING id
