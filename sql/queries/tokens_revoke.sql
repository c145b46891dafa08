UPDATE xenia.tokens SET revoked_at = pg_catalog.now(), version = version + 1
WHERE label = $1 AND revoked_at IS NULL
RETURNING id
