-- Every policy with the cities that follow it, and those of them that are for demonstration.
SELECT policy.id, policy.text, policy.name, policy.recorded_by,
       pg_catalog.to_char(policy.stored_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
       pg_catalog.string_agg(city.id, ', ' ORDER BY city.id COLLATE "C"),
       pg_catalog.string_agg(city.id, ', ' ORDER BY city.id COLLATE "C") FILTER (WHERE city.demonstration)
FROM xenia.policies AS policy LEFT JOIN xenia.cities AS city ON city.policy_id = policy.id
GROUP BY policy.id
ORDER BY policy.id
