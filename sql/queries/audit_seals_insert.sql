INSERT INTO audit.seals (city, number, first_entry, last_entry, n_entries, entries_sha256, marks, previous_sha256,
                         sealed_at, sha256, public_key, signature)
VALUES ($1, $2, $3, $4, $5, pg_catalog.decode($6, 'hex'), $7, pg_catalog.decode($8, 'hex'), $9,
        pg_catalog.decode($10, 'hex'), pg_catalog.decode($11, 'hex'), $12)
