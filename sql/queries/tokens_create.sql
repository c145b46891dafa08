INSERT INTO xenia.tokens (hash, label, role) VALUES ($1, $2, $3)
