-- Those that are kept, then what stays of others.
SELECT placement.dwelling, offers.corporation, coalesce(offers.rent_gross_eur, offers.rent_net_eur), offers.rooms,
       offers.area_m2, placement.household, decisions.unit_id, decisions.level, placement.decided_on,
       placement.moved_in_on, placement.ended_on, decisions.class, decisions.persons, decisions.tie_distance_m,
       decisions.effect_before, decisions.effect_after, decisions.rank, decisions.reason_code,
       decisions.decided_by
FROM xenia.placements AS placement
JOIN xenia.decisions ON decisions.id = placement.decision
JOIN xenia.offers ON offers.city = placement.city AND offers.id = placement.dwelling
WHERE placement.city = $1 AND placement.source = 'desk'
UNION ALL
SELECT NULL, corporation, NULL, NULL, NULL, NULL, unit_id, level, decided_in, moved_in, ended_in, class, persons, NULL, NULL, NULL,
       rank, reason_code, NULL
FROM xenia.past_placements
WHERE city = $1
ORDER BY 9, 6, 1
