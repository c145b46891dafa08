INSERT INTO xenia.recommendations (city, household, snapshot, policy_id, request_digest, n_listed, first_id)
VALUES ($1, $2, $3, $4, $5, $6, $7)
