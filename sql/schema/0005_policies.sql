-- What classes rest on besides the counts of the day: the class of before, overrides, indicators; and who
-- recorded a policy.

-- Columns that a snapshot of before this migration does not have stay null: its class was the class computed.
ALTER TABLE xenia.snapshots ADD COLUMN evidence_digest text NOT NULL DEFAULT '';
COMMENT ON COLUMN xenia.snapshots.evidence_digest IS 'Digest of the data that the classes rest on; a class changes when data with two different digests agree. Empty: from before this was kept.';

ALTER TABLE xenia.snapshot_units
    ADD COLUMN at_1 text
        CONSTRAINT "at_1: mixed, undetermined or concentrated"
        CHECK (at_1 IN ('mixed', 'undetermined', 'concentrated')),
    ADD COLUMN at_1_25 text
        CONSTRAINT "at_1_25: mixed, undetermined or concentrated"
        CHECK (at_1_25 IN ('mixed', 'undetermined', 'concentrated')),
    ADD COLUMN at_2 text
        CONSTRAINT "at_2: mixed, undetermined or concentrated"
        CHECK (at_2 IN ('mixed', 'undetermined', 'concentrated')),
    ADD COLUMN computed text
        CONSTRAINT "computed: mixed, undetermined or concentrated"
        CHECK (computed IN ('mixed', 'undetermined', 'concentrated')),
    ADD COLUMN computed_rule text,
    ADD COLUMN standing text
        CONSTRAINT "standing: mixed, undetermined or concentrated"
        CHECK (standing IN ('mixed', 'undetermined', 'concentrated')),
    ADD COLUMN status smallint CONSTRAINT "status: 1 to 4, or none" CHECK (status BETWEEN 1 AND 4),
    ADD COLUMN dynamic text
        CONSTRAINT "dynamic: positive, stable or negative, or none"
        CHECK (dynamic IN ('positive', 'stable', 'negative')),
    ADD COLUMN dynamic_value double precision,
    ADD COLUMN override_reason text,
    ADD COLUMN override_by text,
    ADD COLUMN override_on date,
    ADD COLUMN override_until date;
COMMENT ON COLUMN xenia.snapshot_units.class IS 'The class that holds: by hysteresis, or by an override.';
COMMENT ON COLUMN xenia.snapshot_units.rule IS 'How it came about; held: hysteresis keeps it against `computed`.';
COMMENT ON COLUMN xenia.snapshot_units.at_1 IS 'The class computed with the threshold 1.0; at_1_25 and at_2 likewise.';
COMMENT ON COLUMN xenia.snapshot_units.computed IS 'The class that the data give by themselves, by the rule computed_rule.';
COMMENT ON COLUMN xenia.snapshot_units.standing IS 'The class that holds without an override.';
COMMENT ON COLUMN xenia.snapshot_units.status IS 'Profile socio-economic: 1 high to 4 very low.';
COMMENT ON COLUMN xenia.snapshot_units.override_by IS 'Who signed the override that sets the class; null: none does.';

CREATE TABLE xenia.class_overrides (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    city text NOT NULL CONSTRAINT "city: a city in xenia.cities" REFERENCES xenia.cities (id),
    level_name text NOT NULL CONSTRAINT "level_name: not empty" CHECK (level_name <> ''),
    unit_id text NOT NULL CONSTRAINT "unit_id: not empty" CHECK (unit_id <> ''),
    class text
        CONSTRAINT "class: mixed, undetermined or concentrated, or lifted"
        CHECK (class IN ('mixed', 'undetermined', 'concentrated')),
    reason text NOT NULL CONSTRAINT "reason: not empty" CHECK (reason <> ''),
    signed_by text NOT NULL CONSTRAINT "signed_by: not empty" CHECK (signed_by <> ''),
    signed_on date NOT NULL,
    valid_until date NOT NULL,
    sha256 text NOT NULL,
    source text NOT NULL,
    recorded_by text NOT NULL DEFAULT session_user,
    recorded_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    CONSTRAINT "valid_until: not before signed_on" CHECK (valid_until >= signed_on),
    CONSTRAINT class_overrides_once UNIQUE (city, level_name, unit_id, sha256)
);
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON xenia.class_overrides
    FOR EACH ROW EXECUTE FUNCTION xenia.refuse_change();
COMMENT ON TABLE xenia.class_overrides IS 'Signed overrides of classes, only ever added to; of each unit the newest counts.';
COMMENT ON COLUMN xenia.class_overrides.class IS 'Null: lifted, an earlier override of the unit ends.';
COMMENT ON COLUMN xenia.class_overrides.sha256 IS 'SHA-256 of the file that was signed.';
COMMENT ON COLUMN xenia.class_overrides.source IS 'The file.';
COMMENT ON COLUMN xenia.class_overrides.recorded_by IS 'The user of the database who brought it in.';

ALTER TABLE xenia.policies ADD COLUMN recorded_by text NOT NULL DEFAULT session_user;
COMMENT ON COLUMN xenia.policies.recorded_by IS 'The user of the database who stored it.';

ALTER TABLE xenia.counts
    ADD COLUMN indicator boolean NOT NULL DEFAULT false,
    DROP CONSTRAINT "value: 0 or more, or unknown",
    ADD CONSTRAINT "value: 0 or more, or unknown"
        CHECK ((value >= 0 OR indicator) AND value > '-Infinity' AND value < 'Infinity');
COMMENT ON COLUMN xenia.counts.indicator IS 'A figure about the area that counts no persons, and may be below 0.';
