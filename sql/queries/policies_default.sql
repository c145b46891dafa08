-- The cities that follow the built-in default.
SELECT pg_catalog.string_agg(id, ', ' ORDER BY id COLLATE "C"),
       pg_catalog.string_agg(id, ', ' ORDER BY id COLLATE "C") FILTER (WHERE demonstration)
FROM xenia.cities
WHERE policy_id IS NULL
