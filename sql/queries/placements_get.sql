-- Those that stand, and the offers that may become one: those are pending, as is what is agreed; a draft has no
-- day yet. Where no coordinates are known, the smallest area in which the dwelling is known to lie stands for
-- them, as long as the city has it.
WITH standing AS (
    SELECT coalesce(moved_in_on, decided_on) AS day, placements.persons, placements.unit_id AS given, lon, lat,
           state = 'agreed' AS pending, dwelling_unit_id
    FROM xenia.placements
    LEFT JOIN xenia.decisions ON decisions.id = placements.decision
    WHERE placements.city = $1 AND state <> 'ended'
    UNION ALL
    SELECT xenia.day(offer.made_at), decisions.persons, NULL, offers.lon, offers.lat, true, dwelling_unit_id
    FROM xenia.household_offers AS offer
    JOIN xenia.decisions ON decisions.id = offer.decision
    JOIN xenia.offers ON offers.city = offer.city AND offers.id = offer.dwelling
    WHERE offer.city = $1 AND offer.live
), located AS (
    SELECT day, persons, lon, lat, pending,
           coalesce(given, CASE WHEN lon IS NULL THEN
               (SELECT areas.unit_id FROM xenia.areas WHERE areas.city = $1 AND areas.unit_id = dwelling_unit_id LIMIT 1)
           END) AS unit_id
    FROM standing
)
SELECT day, persons, unit_id, lon, lat, pending
FROM located
WHERE unit_id IS NOT NULL OR lon IS NOT NULL
ORDER BY day, unit_id COLLATE "C", lon, lat, persons, pending
