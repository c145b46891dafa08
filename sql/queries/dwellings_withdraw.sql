UPDATE xenia.offers SET withdrawn_at = CASE WHEN $3 THEN pg_catalog.now() END
WHERE city = $1 AND id = $2 AND (withdrawn_at IS NOT NULL) <> $3
RETURNING id
