-- Is somebody left without $1 who administers what $1 does? True also where $1 administers nothing.
WITH admins AS (
    SELECT id AS name, city FROM xenia.users WHERE role = 'admin' AND state = 'active'
    UNION ALL
    SELECT label, city FROM xenia.tokens WHERE role = 'admin' AND revoked_at IS NULL)
SELECT NOT EXISTS (
    SELECT FROM admins AS leaving
    WHERE name = $1
      AND NOT EXISTS (SELECT FROM admins AS other WHERE other.name <> $1 AND other.city IN ('', leaving.city)))
