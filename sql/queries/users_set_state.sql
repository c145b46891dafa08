-- An account that is in this state already is found, and stays as it is.
WITH changed AS (
    UPDATE xenia.users SET state = $2, version = version + 1 WHERE id = $1 AND state <> $2),
ended AS (
    DELETE FROM xenia.sessions WHERE login = $1 AND $2 = 'disabled')
SELECT id FROM xenia.users WHERE id = $1
