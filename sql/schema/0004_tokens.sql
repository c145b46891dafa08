-- Bearer tokens of machines: only a hash is kept, so that this table opens no door.

CREATE TABLE xenia.tokens (
    hash bytea PRIMARY KEY CONSTRAINT "hash: 32 bytes" CHECK (pg_catalog.octet_length(hash) = 32),
    label text NOT NULL CONSTRAINT "label: 1 to 63 bytes" CHECK (pg_catalog.octet_length(label) BETWEEN 1 AND 63),
    role text NOT NULL
        CONSTRAINT "role: one of the roles of the service"
        CHECK (role IN ('coordinator', 'working_group', 'scientist', 'corporation', 'steward', 'auditor',
                        'refresher', 'admin')),
    created_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    revoked_at timestamptz
);
COMMENT ON TABLE xenia.tokens IS 'Hashes of bearer tokens; revoked_at set: no longer accepted.';
