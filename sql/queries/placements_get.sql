-- Those that stand, and the offers that may become one. The last columns tell when a placement of the desk is
-- in the counts: the day of the move, and the day of the counts as the city's file writes it.
SELECT decided_on, persons, unit_id, lon, lat, pending, moved_in_on, counts_as_of
FROM (
    SELECT decided_on, persons, unit_id, lon, lat, state = 'agreed' AS pending,
           CASE WHEN source = 'desk' THEN moved_in_on END AS moved_in_on
    FROM xenia.placements
    WHERE city = $1 AND state <> 'ended' AND (unit_id IS NOT NULL OR lon IS NOT NULL)
    UNION ALL
    SELECT xenia.day(offer.made_at), decisions.persons, NULL, offers.lon, offers.lat, true, NULL
    FROM xenia.household_offers AS offer
    JOIN xenia.decisions ON decisions.id = offer.decision
    JOIN xenia.offers ON offers.city = offer.city AND offers.id = offer.dwelling
    WHERE offer.city = $1 AND offer.live AND offer.state IN ('made', 'accepted') AND offers.lon IS NOT NULL
) AS standing
CROSS JOIN (SELECT counts_as_of FROM xenia.cities WHERE id = $1) AS of_city
ORDER BY decided_on, unit_id COLLATE "C", lon, lat, persons, pending
