-- xenia.offers is a contract: whoever may log in as offer_writer can INSERT or UPDATE rows, and they are in
-- the next ranking. Unknown is null, never 0 or ''.

CREATE TABLE xenia.offers (
    city text NOT NULL CONSTRAINT "city: a city in xenia.cities" REFERENCES xenia.cities (id),
    id text NOT NULL
        CONSTRAINT "id: 1 to 200 characters" CHECK (pg_catalog.char_length(id) BETWEEN 1 AND 200),
    source text NOT NULL DEFAULT 'sql' CONSTRAINT "source: not empty" CHECK (source <> ''),
    corporation text CONSTRAINT "corporation: not empty, or unknown" CHECK (corporation <> ''),
    address text CONSTRAINT "address: not empty, or unknown" CHECK (address <> ''),
    postcode text CONSTRAINT "postcode: not empty, or unknown" CHECK (postcode <> ''),
    town text CONSTRAINT "town: not empty, or unknown" CHECK (town <> ''),
    district text CONSTRAINT "district: not empty, or unknown" CHECK (district <> ''),
    kind text CONSTRAINT "kind: not empty, or unknown" CHECK (kind <> ''),
    is_dwelling boolean,
    lon double precision CONSTRAINT "lon: -180 to 180, or unknown" CHECK (lon BETWEEN -180 AND 180),
    lat double precision CONSTRAINT "lat: -90 to 90, or unknown" CHECK (lat BETWEEN -90 AND 90),
    rent_net_eur double precision
        CONSTRAINT "rent_net_eur: 0 to 1000000, or unknown" CHECK (rent_net_eur BETWEEN 0 AND 1000000),
    rent_gross_eur double precision
        CONSTRAINT "rent_gross_eur: 0 to 1000000, or unknown" CHECK (rent_gross_eur BETWEEN 0 AND 1000000),
    rooms double precision CONSTRAINT "rooms: 0 to 1000, or unknown" CHECK (rooms BETWEEN 0 AND 1000),
    area_m2 double precision
        CONSTRAINT "area_m2: 0 to 100000, or unknown" CHECK (area_m2 BETWEEN 0 AND 100000),
    min_household double precision
        CONSTRAINT "min_household: 0 to 1000, or unknown" CHECK (min_household BETWEEN 0 AND 1000),
    max_household double precision
        CONSTRAINT "max_household: 0 to 1000, or unknown" CHECK (max_household BETWEEN 0 AND 1000),
    max_income_eur double precision
        CONSTRAINT "max_income_eur: 0 to 100000000, or unknown" CHECK (max_income_eur BETWEEN 0 AND 100000000),
    min_age double precision CONSTRAINT "min_age: 0 to 150, or unknown" CHECK (min_age BETWEEN 0 AND 150),
    step_free boolean,
    lift boolean,
    floor double precision CONSTRAINT "floor: -20 to 300, or unknown" CHECK (floor BETWEEN -20 AND 300),
    entitlement text CONSTRAINT "entitlement: not empty, or none" CHECK (entitlement <> ''),
    published date,
    closes date,
    available date,
    on_offer_elsewhere boolean NOT NULL DEFAULT false,
    unreadable text CONSTRAINT "unreadable: not empty, or none" CHECK (unreadable <> ''),
    withdrawn_at timestamptz,
    changed_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    PRIMARY KEY (city, id),
    CONSTRAINT "lon and lat: both given or both unknown" CHECK ((lon IS NULL) = (lat IS NULL))
);
CREATE INDEX offers_city_changed_at ON xenia.offers (city, changed_at);

COMMENT ON TABLE xenia.offers IS 'Dwellings on offer. INSERT or UPDATE here (role offer_writer) and the next ranking has them; null is unknown, never 0 or empty.';
COMMENT ON COLUMN xenia.offers.city IS 'City that it is offered in: an id of xenia.cities.';
COMMENT ON COLUMN xenia.offers.id IS 'The offering party''s own number, unique in the city.';
COMMENT ON COLUMN xenia.offers.source IS 'The feed it came with; an import withdraws only what its own source no longer has. Default ''sql''.';
COMMENT ON COLUMN xenia.offers.corporation IS 'Who offers.';
COMMENT ON COLUMN xenia.offers.address IS 'Street and number.';
COMMENT ON COLUMN xenia.offers.postcode IS 'Postcode as written.';
COMMENT ON COLUMN xenia.offers.town IS 'Town as written.';
COMMENT ON COLUMN xenia.offers.district IS 'District as the offering party calls it; never used to find the area.';
COMMENT ON COLUMN xenia.offers.kind IS 'Kind of dwelling as written ("flat", "bovenwoning").';
COMMENT ON COLUMN xenia.offers.is_dwelling IS 'False: garage, parking or storage; it is then excluded, with that reason.';
COMMENT ON COLUMN xenia.offers.lon IS 'Longitude, WGS 84, degrees. Without a place an offer is ranked as undetermined.';
COMMENT ON COLUMN xenia.offers.lat IS 'Latitude, WGS 84, degrees.';
COMMENT ON COLUMN xenia.offers.rent_net_eur IS 'Net rent per month, euro.';
COMMENT ON COLUMN xenia.offers.rent_gross_eur IS 'Gross rent per month (with service costs), euro.';
COMMENT ON COLUMN xenia.offers.rooms IS 'Rooms, without kitchen and bath; 0 is read as unknown.';
COMMENT ON COLUMN xenia.offers.area_m2 IS 'Living area, square metres; 0 is read as unknown.';
COMMENT ON COLUMN xenia.offers.min_household IS 'Fewest persons that it is let to.';
COMMENT ON COLUMN xenia.offers.max_household IS 'Most persons that it is let to.';
COMMENT ON COLUMN xenia.offers.max_income_eur IS 'Highest income per year that it is let to, euro; shown to be checked, incomes are not stored.';
COMMENT ON COLUMN xenia.offers.min_age IS 'Youngest age that it is let to, years.';
COMMENT ON COLUMN xenia.offers.step_free IS 'Reached without a step.';
COMMENT ON COLUMN xenia.offers.lift IS 'The house has a lift.';
COMMENT ON COLUMN xenia.offers.floor IS 'Storey; 0 is the ground floor.';
COMMENT ON COLUMN xenia.offers.entitlement IS 'Code that the household must hold ("WBS"); null: none.';
COMMENT ON COLUMN xenia.offers.published IS 'Day that it was published.';
COMMENT ON COLUMN xenia.offers.closes IS 'Last day to answer.';
COMMENT ON COLUMN xenia.offers.available IS 'First day that it can be moved into.';
COMMENT ON COLUMN xenia.offers.on_offer_elsewhere IS 'It is being offered to somebody else just now.';
COMMENT ON COLUMN xenia.offers.unreadable IS 'Fields of the feed that could not be read ("rent_gross;closes"); they are unknown here.';
COMMENT ON COLUMN xenia.offers.withdrawn_at IS 'Set: no longer on offer, and in no ranking; set it to withdraw, null to offer again.';
COMMENT ON COLUMN xenia.offers.changed_at IS 'When the row last changed; kept by the database, what you write is replaced.';

CREATE FUNCTION xenia.stamp_offer() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    NEW.changed_at := pg_catalog.now();
    RETURN NEW;
END
$$;
CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON xenia.offers
    FOR EACH ROW EXECUTE FUNCTION xenia.stamp_offer();

-- One NOTIFY for each city that a statement touched, with the city as payload.
CREATE FUNCTION xenia.notify_offers() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    PERFORM pg_catalog.pg_notify('xenia_offers', touched.city) FROM (SELECT DISTINCT city FROM changed) AS touched;
    RETURN NULL;
END
$$;
CREATE TRIGGER notify_insert AFTER INSERT ON xenia.offers REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION xenia.notify_offers();
CREATE TRIGGER notify_update AFTER UPDATE ON xenia.offers REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION xenia.notify_offers();
CREATE TRIGGER notify_delete AFTER DELETE ON xenia.offers REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION xenia.notify_offers();

GRANT USAGE ON SCHEMA xenia TO offer_writer;
GRANT SELECT, INSERT, UPDATE ON xenia.offers TO offer_writer;

CREATE TABLE xenia.placements (
    city text NOT NULL CONSTRAINT "city: a city in xenia.cities" REFERENCES xenia.cities (id),
    decided_on date NOT NULL,
    persons double precision NOT NULL
        CONSTRAINT "persons: 1 to 1000" CHECK (persons BETWEEN 1 AND 1000),
    unit_id text CONSTRAINT "unit_id: not empty, or unknown" CHECK (unit_id <> ''),
    lon double precision CONSTRAINT "lon: -180 to 180, or unknown" CHECK (lon BETWEEN -180 AND 180),
    lat double precision CONSTRAINT "lat: -90 to 90, or unknown" CHECK (lat BETWEEN -90 AND 90),
    state text NOT NULL
        CONSTRAINT "state: pending or moved_in" CHECK (state IN ('pending', 'moved_in')),
    CONSTRAINT "lon and lat: both given or both unknown" CHECK ((lon IS NULL) = (lat IS NULL)),
    CONSTRAINT "a placement has a unit_id or a place" CHECK (unit_id IS NOT NULL OR lon IS NOT NULL)
);
CREATE INDEX placements_city ON xenia.placements (city, decided_on);
COMMENT ON TABLE xenia.placements IS 'Placements of the programme, without any household: when, how many persons, where.';
COMMENT ON COLUMN xenia.placements.unit_id IS 'Unit of the finest level; null: by place.';
COMMENT ON COLUMN xenia.placements.state IS 'pending: offered or agreed, not yet in the counts.';
