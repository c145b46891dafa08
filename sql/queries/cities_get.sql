SELECT id, title, demonstration, definition, source_note, counts_as_of, coalesce(policy_id, 0)
FROM xenia.cities
WHERE $1::text IS NULL OR id = $1
ORDER BY id COLLATE "C"
