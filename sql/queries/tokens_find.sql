-- That it was used is written once a minute.
WITH found AS (
    SELECT id, label, role, city, corporation, version, created_at,
           (SELECT last_used_at FROM xenia.account_uses WHERE account = id) AS last_used_at
    FROM xenia.tokens
    WHERE hash = $1 AND revoked_at IS NULL),
used AS (
    INSERT INTO xenia.account_uses (account, city)
    SELECT id, city FROM found
    WHERE last_used_at IS NULL OR last_used_at < pg_catalog.now() - interval '1 minute'
    ON CONFLICT (account) DO UPDATE SET last_used_at = excluded.last_used_at)
SELECT false, label, role, city, corporation, false, version, xenia.written(created_at),
       xenia.written(last_used_at)
FROM found
