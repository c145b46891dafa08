INSERT INTO xenia.class_overrides (city, level_name, unit_id, class, reason, signed_by, signed_on, valid_until,
                                   sha256, source)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT ON CONSTRAINT class_overrides_once DO NOTHING
RETURNING id
