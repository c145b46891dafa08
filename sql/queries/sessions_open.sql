-- $4 and $5: seconds without a request, and altogether. What is over goes.
WITH over AS (
    DELETE FROM xenia.sessions WHERE hash IN (
        SELECT hash FROM xenia.sessions
        WHERE last_seen_at < pg_catalog.now() - $4 * interval '1 second'
           OR opened_at < pg_catalog.now() - $5 * interval '1 second'
        LIMIT 100 FOR UPDATE SKIP LOCKED)),
opened AS (
    INSERT INTO xenia.sessions (hash, login, city, user_version)
    SELECT $3, id, city, version FROM xenia.users WHERE id = $1 AND version = $2 AND state = 'active'
    RETURNING login, city),
used AS (
    INSERT INTO xenia.account_uses (account, city) SELECT login, city FROM opened
    ON CONFLICT (account) DO UPDATE SET last_used_at = excluded.last_used_at)
SELECT login FROM opened
