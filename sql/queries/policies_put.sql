-- What a city of this login follows is used again, whoever has stored it.
INSERT INTO xenia.policies (name, version, text, sha256, signed_by, signed_on, valid_until)
SELECT $1, $2, $3, $4, $5, $6::date, $7::date
WHERE NOT EXISTS (SELECT FROM xenia.policies WHERE name = $1 AND version = $2)
ON CONFLICT DO NOTHING
