-- Cities, their areas and who lives there. The names of check constraints are sentences: they are what a
-- person reads when a row is refused.

CREATE FUNCTION xenia.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    RAISE EXCEPTION 'rows of %.% are immutable', TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
COMMENT ON FUNCTION xenia.refuse_change() IS 'Trigger of tables whose rows never change once they are there.';

CREATE TABLE xenia.policies (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    version text NOT NULL,
    text text NOT NULL,
    sha256 text NOT NULL CONSTRAINT policies_sha256 UNIQUE,
    signed_by text,
    signed_on date,
    valid_until date,
    stored_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    CONSTRAINT policies_name_version UNIQUE (name, version)
);
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON xenia.policies
    FOR EACH ROW EXECUTE FUNCTION xenia.refuse_change();
COMMENT ON TABLE xenia.policies IS 'Policy files as they were when they were used; immutable.';
COMMENT ON COLUMN xenia.policies.text IS 'The whole file.';
COMMENT ON COLUMN xenia.policies.sha256 IS 'SHA-256 of the file, hexadecimal.';
COMMENT ON COLUMN xenia.policies.signed_by IS 'Who signed; null: unsigned.';

CREATE TABLE xenia.cities (
    id text PRIMARY KEY
        CONSTRAINT "id: 1 to 63 of a-z, 0-9, - and _" CHECK (id ~ '^[a-z0-9_-]{1,63}$'),
    title text NOT NULL CONSTRAINT "title: not empty" CHECK (title <> ''),
    demonstration boolean NOT NULL,
    definition text NOT NULL CONSTRAINT "definition: not empty" CHECK (definition <> ''),
    source_note text,
    counts_as_of text,
    policy_id bigint CONSTRAINT "policy_id: a policy in xenia.policies" REFERENCES xenia.policies (id)
);
COMMENT ON TABLE xenia.cities IS 'The cities that are served.';
COMMENT ON COLUMN xenia.cities.demonstration IS 'Accepts demonstration policies; says so on every output.';
COMMENT ON COLUMN xenia.cities.definition IS 'Path of the city file (layers, columns, groups).';
COMMENT ON COLUMN xenia.cities.source_note IS 'Where the data come from, as printed on maps.';
COMMENT ON COLUMN xenia.cities.counts_as_of IS 'The date of the counts, as written.';
COMMENT ON COLUMN xenia.cities.policy_id IS 'Its policy; null: the built-in default.';

CREATE TABLE xenia.areas (
    city text NOT NULL CONSTRAINT "city: a city in xenia.cities" REFERENCES xenia.cities (id),
    level smallint NOT NULL,
    level_name text NOT NULL,
    unit_id text NOT NULL,
    name text NOT NULL,
    parent_id text,
    area_m2 double precision NOT NULL
        CONSTRAINT "area_m2: 0 or more" CHECK (area_m2 >= 0 AND area_m2 < 'Infinity'),
    geometry_sha256 text NOT NULL,
    PRIMARY KEY (city, level, unit_id)
);
COMMENT ON TABLE xenia.areas IS 'Units of each level of a city; the shapes stay in their files.';
COMMENT ON COLUMN xenia.areas.level IS '0 is the coarsest.';
COMMENT ON COLUMN xenia.areas.parent_id IS 'Unit of the level above; null on level 0.';
COMMENT ON COLUMN xenia.areas.geometry_sha256 IS 'SHA-256 of rings and coordinates in metres.';

CREATE TABLE xenia.counts (
    city text NOT NULL CONSTRAINT "city: a city in xenia.cities" REFERENCES xenia.cities (id),
    level_name text NOT NULL,
    unit_id text NOT NULL CONSTRAINT "unit_id: not empty" CHECK (unit_id <> ''),
    position smallint NOT NULL,
    group_name text NOT NULL,
    value double precision
        CONSTRAINT "value: 0 or more, or unknown" CHECK (value >= 0 AND value < 'Infinity'),
    as_of date,
    source text NOT NULL,
    PRIMARY KEY (city, level_name, unit_id, position)
);
COMMENT ON TABLE xenia.counts IS 'Columns of counts as their source gives them.';
COMMENT ON COLUMN xenia.counts.position IS 'Place of the column in its source, from 0.';
COMMENT ON COLUMN xenia.counts.group_name IS 'Name of the column: a group, the total, or the base of percentages.';
COMMENT ON COLUMN xenia.counts.value IS 'Persons, or percent where the city file says percent_of; null: unknown.';
COMMENT ON COLUMN xenia.counts.source IS 'The file they came from.';
