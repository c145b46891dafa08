SELECT unit_id, value
FROM xenia.counts
WHERE city = $1 AND level_name = $2
ORDER BY unit_id COLLATE "C", position
