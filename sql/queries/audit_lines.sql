SELECT id, at, city, actor, role, table_name, row_id, action, state, version, pg_catalog.encode(sha256, 'hex')
FROM audit.entries
WHERE city = $1 AND id > $2 AND id <= $3
ORDER BY id
LIMIT $4
