INSERT INTO xenia.cities (id, title, demonstration, definition, source_note, counts_as_of, policy_id)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (id) DO UPDATE
    SET title = excluded.title, demonstration = excluded.demonstration, definition = excluded.definition,
        source_note = excluded.source_note, counts_as_of = excluded.counts_as_of,
        policy_id = excluded.policy_id
