WITH changed AS (
    UPDATE xenia.users SET password_hash = $2, version = version + 1 WHERE id = $1 RETURNING id),
ended AS (
    DELETE FROM xenia.sessions WHERE login = $1)
SELECT id FROM changed
