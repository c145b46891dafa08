-- Only to a coordinator who can come in and serves the city of the one who leaves: else nobody would see the cases.
SELECT xenia.hand_over($1, $2)
WHERE EXISTS (
    SELECT FROM (SELECT id AS name, role, city, state FROM xenia.users
                 UNION ALL
                 SELECT label, role, city, state FROM xenia.tokens) AS heir
    WHERE name = $2 AND role = 'coordinator' AND state = 'active'
      AND city IN ('', coalesce((SELECT leaving.city FROM xenia.users AS leaving WHERE id = $1), city)))
