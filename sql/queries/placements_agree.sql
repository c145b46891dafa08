INSERT INTO xenia.placements (city, source, decided_on, persons, lon, lat, state, household, offer, dwelling, decision)
SELECT $1, 'desk', xenia.day(decisions.decided_at), decisions.persons, offers.lon, offers.lat, 'agreed',
       decisions.household, $2::uuid, decisions.dwelling, decisions.id
FROM xenia.decisions
JOIN xenia.offers ON offers.city = decisions.city AND offers.id = decisions.dwelling
WHERE decisions.id = $3
RETURNING id
