INSERT INTO xenia.publications (city, id, period, meeting, made_on, snapshot, policy, areas_digest, document)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT DO NOTHING
RETURNING number
