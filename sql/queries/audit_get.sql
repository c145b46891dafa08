SELECT id, xenia.written(at), actor, role, table_name, row_id, action, state
FROM audit.entries
WHERE city = $1 AND id > $2
ORDER BY id
LIMIT $3
