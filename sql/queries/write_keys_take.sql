-- Waits for whoever holds the key just now; no row: it was taken before.
INSERT INTO xenia.write_keys (actor, key, method, path, body_sha256)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (actor, key) DO NOTHING
RETURNING true
