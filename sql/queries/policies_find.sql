-- Several logins may have stored one under this name: one's own counts first.
SELECT id, sha256 FROM xenia.policies WHERE name = $1 AND version = $2
ORDER BY (recorded_by = session_user) DESC, id
LIMIT 1
