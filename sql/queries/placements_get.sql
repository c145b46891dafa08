SELECT decided_on, persons, unit_id, lon, lat, state = 'pending'
FROM xenia.placements
WHERE city = $1
ORDER BY decided_on, unit_id COLLATE "C", lon, lat, persons, state
