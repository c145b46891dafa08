SELECT group_name, pg_catalog.min(source)
FROM xenia.counts
WHERE city = $1 AND level_name = $2
GROUP BY position, group_name
ORDER BY position
