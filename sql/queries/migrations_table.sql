CREATE TABLE IF NOT EXISTS xenia.migrations (
    version integer PRIMARY KEY,
    name text NOT NULL,
    sha256 text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT pg_catalog.now()
)
