-- $2 and $3: seconds without a request, and altogether. That it was used is written once a minute. Last: when it
-- ends if nothing more is asked.
WITH found AS (
    SELECT users.id, users.role, users.city, users.corporation, users.version, users.created_at,
           sessions.last_seen_at, sessions.opened_at
    FROM xenia.sessions JOIN xenia.users ON users.id = sessions.login AND users.version = sessions.user_version
    WHERE hash = $1 AND state = 'active'
      AND last_seen_at >= pg_catalog.now() - $2 * interval '1 second'
      AND opened_at >= pg_catalog.now() - $3 * interval '1 second'),
seen AS (
    UPDATE xenia.sessions SET last_seen_at = pg_catalog.now()
    WHERE hash = $1 AND last_seen_at < pg_catalog.now() - interval '1 minute' AND EXISTS (SELECT FROM found)
    RETURNING login, city, last_seen_at),
used AS (
    INSERT INTO xenia.account_uses (account, city) SELECT login, city FROM seen
    ON CONFLICT (account) DO UPDATE SET last_used_at = excluded.last_used_at)
SELECT true, id, role, city, corporation, false, version, xenia.written(created_at),
       xenia.written(last_seen_at),
       xenia.written(least(opened_at + $3 * interval '1 second',
                           coalesce((SELECT last_seen_at FROM seen), last_seen_at) + $2 * interval '1 second'))
FROM found
