-- Those of a kind ($3; null: any) that have every word of $2 in name or address. First whose name begins with the words,
-- then whose name has a word that begins with the first one, then those that have them all in the name.
WITH asked AS (
    SELECT xenia.folded($2) AS words, pg_catalog.string_to_array(nullif(xenia.folded($2), ''), ' ') AS word
)
SELECT id, name, kind, coalesce(address, ''), lon, lat, coalesce(age_from, -1), coalesce(age_to, -1)
FROM xenia.institutions, asked
WHERE city = $1 AND kind = coalesce($3, kind)
  AND NOT EXISTS (SELECT FROM pg_catalog.unnest(word) AS each
                  WHERE pg_catalog.strpos(folded_name || ' ' || folded_address, each) = 0)
ORDER BY NOT pg_catalog.starts_with(folded_name, words),
         pg_catalog.strpos(' ' || folded_name, ' ' || coalesce(word[1], '')) = 0,
         EXISTS (SELECT FROM pg_catalog.unnest(word) AS each WHERE pg_catalog.strpos(folded_name, each) = 0),
         folded_name COLLATE "C", id COLLATE "C"
LIMIT $4
