SELECT day, persons, unit_id, lon, lat, pending
FROM xenia.placements_counted
WHERE city = $1
ORDER BY day, unit_id COLLATE "C", lon, lat, persons, pending
