-- The areas that publications were made of, so that each can be drawn for as long as it is kept: districts are divided
-- anew, streets are renamed, and the files of a city hold only how it is now.

CREATE TABLE xenia.published_areas (
    city text NOT NULL CONSTRAINT "city: a city in xenia.cities" REFERENCES xenia.cities (id),
    areas_digest text NOT NULL,
    image bytea NOT NULL,
    PRIMARY KEY (city, areas_digest)
);
COMMENT ON TABLE xenia.published_areas IS 'Levels, names and borders of the areas of publications: figures of places, and of nobody; immutable, and as large as the city''s files, so not in the audit log: whoever reads them checks them against their digest.';
COMMENT ON COLUMN xenia.published_areas.areas_digest IS 'As in xenia.publications.';
COMMENT ON COLUMN xenia.published_areas.image IS 'The areas as the program writes and reads them.';
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON xenia.published_areas
    FOR EACH ROW EXECUTE FUNCTION xenia.refuse_change();
CALL xenia.guard('xenia.published_areas');
GRANT SELECT ON xenia.published_areas TO xenia_coordinator, xenia_working_group, xenia_scientist, xenia_steward,
                                         xenia_auditor, xenia_refresher;
GRANT INSERT ON xenia.published_areas TO xenia_steward, xenia_refresher;
