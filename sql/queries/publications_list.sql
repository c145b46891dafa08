SELECT id, period, meeting, made_on, xenia.written(made_at), made_by, snapshot, policy,
       areas_digest
FROM xenia.publications
WHERE city = $1
ORDER BY number DESC
