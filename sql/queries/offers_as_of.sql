SELECT pg_catalog.to_char(pg_catalog.max(changed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
FROM xenia.offers
WHERE city = $1
