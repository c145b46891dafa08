SELECT number, first_entry, last_entry, n_entries, pg_catalog.encode(entries_sha256, 'hex'),
       pg_catalog.encode(previous_sha256, 'hex'), sealed_at, pg_catalog.encode(sha256, 'hex'),
       pg_catalog.encode(public_key, 'hex'), marks, signature
FROM audit.seals
WHERE city = $1 AND number > $2
ORDER BY number
LIMIT $3
