-- What the working group gets: one document a quarter or a meeting, kept as the bytes it was made of.

CREATE TABLE xenia.publications (
    city text NOT NULL CONSTRAINT "city: a city in xenia.cities" REFERENCES xenia.cities (id),
    id text PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY,
    period text NOT NULL CONSTRAINT "period: a quarter, or the day of a meeting"
        CHECK (CASE WHEN meeting IS NULL THEN period ~ '^[0-9]{4}Q[1-4]$' ELSE period::date IS NOT NULL END),
    meeting text CONSTRAINT "meeting: 1 to 100 characters" CHECK (pg_catalog.char_length(meeting) BETWEEN 1 AND 100),
    made_on date NOT NULL,
    made_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    made_by text NOT NULL DEFAULT coalesce(xenia.actor_seen(), session_user),
    snapshot text NOT NULL,
    policy text NOT NULL,
    areas_digest text NOT NULL,
    document text NOT NULL,
    CONSTRAINT "id: the SHA-256 of the document"
        CHECK (id = pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(document, 'UTF8')), 'hex')),
    CONSTRAINT "snapshot: one of this city" FOREIGN KEY (city, snapshot) REFERENCES xenia.snapshots (city, id)
);
-- One for each quarter, one for each meeting.
CREATE UNIQUE INDEX publications_quarter ON xenia.publications (city, period) WHERE meeting IS NULL;
CREATE UNIQUE INDEX publications_meeting ON xenia.publications (city, meeting, period) WHERE meeting IS NOT NULL;
CREATE INDEX publications_city ON xenia.publications (city, number);
COMMENT ON TABLE xenia.publications IS 'What is published of a city, after disclosure control (R9), once a quarter or for a meeting (R10); immutable. The newest is what readers see.';
COMMENT ON COLUMN xenia.publications.number IS 'The order in which they were made.';
COMMENT ON COLUMN xenia.publications.made_on IS 'The city''s day: of a demonstration city, the day that its city file fixes.';
COMMENT ON COLUMN xenia.publications.policy IS 'Name and version of the policy that the classes follow.';
COMMENT ON COLUMN xenia.publications.areas_digest IS 'Digest of the areas, without their counts: a map is drawn on the same areas only.';
COMMENT ON COLUMN xenia.publications.document IS 'The JSON document, from which every map, table and pack is made.';

CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON xenia.publications
    FOR EACH ROW EXECUTE FUNCTION xenia.refuse_change();
CALL audit.watch('xenia.publications');
CALL xenia.guard('xenia.publications');

GRANT SELECT ON xenia.publications TO xenia_coordinator, xenia_working_group, xenia_scientist, xenia_steward,
                                      xenia_auditor, xenia_refresher;
GRANT INSERT (city, id, period, meeting, made_on, snapshot, policy, areas_digest, document) ON xenia.publications
    TO xenia_steward, xenia_refresher;

-- What each was made of: counts as they are, which no reader gets.
CREATE TABLE xenia.publication_sources (
    city text NOT NULL CONSTRAINT "city: a city in xenia.cities" REFERENCES xenia.cities (id),
    publication text PRIMARY KEY REFERENCES xenia.publications (id),
    made text NOT NULL
);
COMMENT ON TABLE xenia.publication_sources IS 'Raw counts behind each publication and what was withheld of them, so that the next one is controlled together with all before it (R9); immutable.';
COMMENT ON COLUMN xenia.publication_sources.made IS 'JSON: groups, and for the city and each level persons, groups and reasons.';
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON xenia.publication_sources
    FOR EACH ROW EXECUTE FUNCTION xenia.refuse_change();
CALL xenia.guard('xenia.publication_sources');
GRANT SELECT, INSERT ON xenia.publication_sources TO xenia_steward, xenia_refresher;

-- Where placements were made and when, for the term of R10: imported ones and those of the desk, of no household.
-- Offers are not yet placements. Where no coordinates are known, the smallest area in which the dwelling is known
-- to lie stands for them.
CREATE VIEW xenia.placements_recent WITH (security_barrier) AS
SELECT placements.city, coalesce(moved_in_on, decided_on) AS day, lon, lat,
       coalesce(placements.unit_id, CASE WHEN lon IS NULL THEN
           (SELECT areas.unit_id FROM xenia.areas
            WHERE areas.city = placements.city AND areas.unit_id = dwelling_unit_id LIMIT 1)
       END) AS unit_id
FROM xenia.placements
LEFT JOIN xenia.decisions ON decisions.id = placements.decision
WHERE placements.city = ANY ((SELECT xenia.cities_seen())::text[]);
COMMENT ON VIEW xenia.placements_recent IS 'Day and place of each placement, of no household (R10).';
GRANT SELECT ON xenia.placements_recent TO xenia_steward, xenia_refresher;
