-- The directory of institutions, from which a household's ties are picked; and who brings in a feed of offers that a
-- coordinator or a corporation hands over.

-- --- the directory ---------------------------------------------------------------------------------------------

-- Words as they are compared: without case, accents and punctuation, an umlaut as its vowel whichever way it is
-- written ("Münster", "Muenster", "MUNSTER" are one). Whatever the locale of the database, which may know no letters
-- beyond ASCII.
CREATE FUNCTION xenia.folded(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    SELECT btrim(regexp_replace(replace(replace(replace(replace(
               lower(translate(regexp_replace("normalize"(words, 'NFD'), U&'[\0300-\036F]' COLLATE "C", '', 'g'),
                               'ØøŁłĐđÆæŒœАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ',
                               'oollddaaooабвгдежзиклмнопрстуфхцчшщъыьэюя') COLLATE "C"),
               'ß', 'ss'), 'ae', 'a'), 'oe', 'o'), 'ue', 'u'),
           U&'[[:space:][:punct:]\2010-\201F]+' COLLATE "C", ' ', 'g'))
$$;
COMMENT ON FUNCTION xenia.folded(text) IS 'Words without case, accents and punctuation, for comparing.';

CREATE TABLE xenia.institutions (
    city text NOT NULL CONSTRAINT "city: a city in xenia.cities" REFERENCES xenia.cities (id),
    id text NOT NULL CONSTRAINT "id: 1 to 100 characters" CHECK (char_length(id) BETWEEN 1 AND 100),
    name text NOT NULL CONSTRAINT "name: 1 to 200 characters" CHECK (char_length(name) BETWEEN 1 AND 200),
    kind text NOT NULL CONSTRAINT "kind: school, course, club, parish, advice, care, work, sport or other"
        CHECK (kind IN ('school', 'course', 'club', 'parish', 'advice', 'care', 'work', 'sport', 'other')),
    address text CONSTRAINT "address: 1 to 200 characters, or unknown" CHECK (char_length(address) BETWEEN 1 AND 200),
    lon double precision NOT NULL CONSTRAINT "lon: -180 to 180" CHECK (lon BETWEEN -180 AND 180),
    lat double precision NOT NULL CONSTRAINT "lat: -90 to 90" CHECK (lat BETWEEN -90 AND 90),
    age_from smallint CONSTRAINT "age_from: 0 to 120, or any" CHECK (age_from BETWEEN 0 AND 120),
    age_to smallint CONSTRAINT "age_to: 0 to 120, or any" CHECK (age_to BETWEEN 0 AND 120),
    folded_name text NOT NULL GENERATED ALWAYS AS (xenia.folded(name)) STORED,
    folded_address text NOT NULL GENERATED ALWAYS AS (xenia.folded(coalesce(address, ''))) STORED,
    PRIMARY KEY (city, id),
    CONSTRAINT "age_to: not below age_from" CHECK (age_to >= age_from)
);
COMMENT ON TABLE xenia.institutions IS 'Schools, courses, clubs, parishes, advice: where they are and for which ages. Names nobody, so it has no term; it is replaced as a whole when it is imported again.';
COMMENT ON COLUMN xenia.institutions.lon IS 'Longitude, WGS 84, degrees: a tie is a place.';
COMMENT ON COLUMN xenia.institutions.age_from IS 'For whom it is, in years; null: no limit.';
COMMENT ON COLUMN xenia.institutions.folded_name IS 'Kept by the database, for searching.';
CALL xenia.guard('xenia.institutions');
CALL audit.watch('xenia.institutions');

GRANT SELECT ON xenia.institutions TO xenia_coordinator, xenia_steward;
GRANT INSERT (city, id, name, kind, address, lon, lat, age_from, age_to), UPDATE (name, kind, address, lon, lat, age_from, age_to), DELETE
    ON xenia.institutions TO xenia_steward;
GRANT EXECUTE ON FUNCTION xenia.folded(text) TO xenia_coordinator, xenia_steward;

-- --- a feed by HTTP --------------------------------------------------------------------------------------------

-- Neither a coordinator nor a corporation may write what a feed writes; the program takes this role for the one
-- request that brings a feed in, in the name of who sent it. It writes offers and nothing else, those of the
-- corporation that it acts for if it acts for one, and never what was entered by hand or by SQL.
GRANT USAGE ON SCHEMA xenia TO xenia_importer;
GRANT SELECT, INSERT, UPDATE ON xenia.offers TO xenia_importer;
GRANT EXECUTE ON FUNCTION xenia.city_seen(), xenia.names_actor(), xenia.corporation_seen() TO xenia_importer;
CREATE POLICY own_feed ON xenia.offers AS RESTRICTIVE FOR INSERT TO xenia_importer
    WITH CHECK (source NOT IN ('desk', 'sql')
                AND (corporation = (SELECT xenia.corporation_seen()) OR (SELECT xenia.corporation_seen()) IS NULL));
CREATE POLICY own_offers ON xenia.offers AS RESTRICTIVE FOR UPDATE TO xenia_importer
    USING (source NOT IN ('desk', 'sql')
           AND (corporation = (SELECT xenia.corporation_seen()) OR (SELECT xenia.corporation_seen()) IS NULL));

-- It stages, so it makes a temporary table: the database's owner may allow that, who is not xenia_owner. (As in 0010:
-- databases that belong to somebody else keep what they allow.)
RESET ROLE;
DO $$
BEGIN
    IF pg_catalog.pg_has_role((SELECT datdba FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()),
                              'USAGE') THEN
        EXECUTE pg_catalog.format('GRANT TEMPORARY ON DATABASE %I TO xenia_importer', pg_catalog.current_database());
    END IF;
END
$$;
SET LOCAL ROLE xenia_owner;
