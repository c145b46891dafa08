-- What was computed and published. A snapshot never changes; publishing moves the city's one pointer row.

CREATE TABLE xenia.snapshots (
    id text PRIMARY KEY CONSTRAINT "id: 1 to 64 characters"
        CHECK (pg_catalog.char_length(id) BETWEEN 1 AND 64),
    city text NOT NULL CONSTRAINT "city: a city in xenia.cities" REFERENCES xenia.cities (id),
    created_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    city_fingerprint text NOT NULL,
    counts_fingerprint text NOT NULL,
    policy_id bigint CONSTRAINT "policy_id: a policy in xenia.policies" REFERENCES xenia.policies (id),
    as_of date NOT NULL,
    counts_as_of text,
    level_names text[] NOT NULL,
    report jsonb NOT NULL,
    CONSTRAINT snapshots_city_id UNIQUE (city, id)
);
CREATE INDEX snapshots_city_created_at ON xenia.snapshots (city, created_at);
COMMENT ON TABLE xenia.snapshots IS 'One computation of one city; immutable.';
COMMENT ON COLUMN xenia.snapshots.id IS 'Digest of everything that it depends on.';
COMMENT ON COLUMN xenia.snapshots.counts_fingerprint IS 'Digest of the counts alone.';
COMMENT ON COLUMN xenia.snapshots.policy_id IS 'Null: the built-in default policy.';
COMMENT ON COLUMN xenia.snapshots.as_of IS 'The day for which it was computed.';
COMMENT ON COLUMN xenia.snapshots.level_names IS 'Coarsest first; the place in the list is the level.';

CREATE TABLE xenia.snapshot_units (
    snapshot text NOT NULL REFERENCES xenia.snapshots (id),
    level smallint NOT NULL,
    unit_id text NOT NULL,
    name text NOT NULL,
    parent_id text,
    persons double precision NOT NULL,
    class text NOT NULL
        CONSTRAINT "class: mixed, undetermined or concentrated"
        CHECK (class IN ('mixed', 'undetermined', 'concentrated')),
    rule text NOT NULL,
    low_n boolean NOT NULL,
    robust boolean NOT NULL,
    value double precision,
    quotient double precision,
    estimate double precision,
    lower double precision,
    upper double precision,
    probability double precision,
    wkb bytea,
    PRIMARY KEY (snapshot, level, unit_id)
);
COMMENT ON TABLE xenia.snapshot_units IS 'Class of each unit; null where the rule does not use a number.';
COMMENT ON COLUMN xenia.snapshot_units.wkb IS 'Its shape as well-known binary, in the metres of the city.';

CREATE TABLE xenia.snapshot_indices (
    snapshot text NOT NULL REFERENCES xenia.snapshots (id),
    position integer NOT NULL,
    level smallint NOT NULL,
    index_id text NOT NULL,
    form text NOT NULL,
    groups text[] NOT NULL,
    parameters jsonb NOT NULL,
    value double precision,
    reason text,
    PRIMARY KEY (snapshot, position)
);
COMMENT ON TABLE xenia.snapshot_indices IS 'Indices of a snapshot; value null: undefined, for the reason given.';

CREATE TABLE xenia.published (
    city text PRIMARY KEY,
    snapshot text NOT NULL,
    published_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    CONSTRAINT "snapshot: one of this city" FOREIGN KEY (city, snapshot) REFERENCES xenia.snapshots (city, id)
);
COMMENT ON TABLE xenia.published IS 'The one snapshot of each city that readers see.';

CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON xenia.snapshots
    FOR EACH ROW EXECUTE FUNCTION xenia.refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON xenia.snapshot_units
    FOR EACH ROW EXECUTE FUNCTION xenia.refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON xenia.snapshot_indices
    FOR EACH ROW EXECUTE FUNCTION xenia.refuse_change();

CREATE FUNCTION xenia.notify_published() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    PERFORM pg_catalog.pg_notify('xenia_published', NEW.city);
    RETURN NULL;
END
$$;
CREATE TRIGGER notify AFTER INSERT OR UPDATE ON xenia.published
    FOR EACH ROW EXECUTE FUNCTION xenia.notify_published();
