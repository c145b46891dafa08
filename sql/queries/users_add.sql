INSERT INTO xenia.users (id, city, role, corporation, password_hash) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (id) DO NOTHING
RETURNING id
