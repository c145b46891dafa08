SELECT day, unit_id, lon, lat
FROM xenia.placements_recent
WHERE city = $1 AND (unit_id IS NOT NULL OR lon IS NOT NULL)
ORDER BY day, unit_id COLLATE "C", lon, lat
