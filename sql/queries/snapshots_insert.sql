INSERT INTO xenia.snapshots (id, city, city_fingerprint, counts_fingerprint, policy_id, as_of, counts_as_of,
                             level_names, report, evidence_digest)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (id) DO NOTHING
RETURNING id
