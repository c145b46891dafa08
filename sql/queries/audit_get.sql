SELECT id, xenia.written(at), city, actor, role, table_name, row_id, action, state
FROM audit.entries
WHERE (city = $1 OR city = '') AND id > $2
ORDER BY id
LIMIT $3
