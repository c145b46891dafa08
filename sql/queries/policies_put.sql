INSERT INTO xenia.policies (name, version, text, sha256, signed_by, signed_on, valid_until)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT DO NOTHING
