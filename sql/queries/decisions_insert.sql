INSERT INTO xenia.decisions (
    city, household, dwelling, decided_by, decided_at, class, level, unit_id, share, lower, upper,
    placements_per_1000, snapshot, policy_id, policy_name, policy_version, rank, n_listed, first_id,
    request_digest, effect_before, effect_after, tie_distance_m, persons, reason_code, sealed_note, dwelling_unit_id)
VALUES ($1, $2, $3, $4, xenia.moment($1, $5), $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
        $20, $21, $22, $23, $24, $25, $26, $27)
RETURNING id
