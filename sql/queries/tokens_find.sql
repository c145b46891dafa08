SELECT label, role, pg_catalog.to_char(created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
FROM xenia.tokens
WHERE hash = $1 AND revoked_at IS NULL
