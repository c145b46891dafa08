SELECT level.name
FROM xenia.snapshots AS snapshot,
     pg_catalog.unnest(snapshot.level_names) WITH ORDINALITY AS level (name, position)
WHERE snapshot.id = $1
ORDER BY level.position
