INSERT INTO xenia.tokens (hash, label, role, city, corporation) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING
RETURNING id
