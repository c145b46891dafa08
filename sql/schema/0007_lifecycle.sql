-- Households that wait, dwellings, offers made to households, placements. What a household is stands sealed
-- with a key of its own; the columns here say only when it came and where it stands in the process.

CREATE TABLE xenia.households (
    city text NOT NULL CONSTRAINT "city: a city in xenia.cities" REFERENCES xenia.cities (id),
    id uuid NOT NULL PRIMARY KEY,
    arrived_on date NOT NULL,
    state text NOT NULL DEFAULT 'waiting'
        CONSTRAINT "state: waiting, placed or left" CHECK (state IN ('waiting', 'placed', 'left')),
    left_on date,
    left_reason text CONSTRAINT "left_reason: LEFT_COUNTRY or OTHER"
        CHECK (left_reason IN ('LEFT_COUNTRY', 'OTHER')),
    sealed bytea,
    reference_hash bytea CONSTRAINT "reference_hash: 32 bytes" CHECK (pg_catalog.octet_length(reference_hash) = 32),
    erased_at timestamptz,
    version bigint NOT NULL DEFAULT 1,
    changed_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    CONSTRAINT households_city_id UNIQUE (city, id),
    CONSTRAINT "who has left has a day and a reason"
        CHECK ((state = 'left') = (left_on IS NOT NULL) AND (left_on IS NULL) = (left_reason IS NULL)),
    CONSTRAINT "who is erased has nothing left"
        CHECK ((erased_at IS NULL) = (sealed IS NOT NULL) AND (erased_at IS NULL OR reference_hash IS NULL))
);
CREATE UNIQUE INDEX reference_known ON xenia.households (city, reference_hash);
CREATE INDEX households_queue ON xenia.households (city, arrived_on, id) WHERE state = 'waiting';
COMMENT ON TABLE xenia.households IS 'Households of the programme. What they are is sealed; the id is random.';
COMMENT ON COLUMN xenia.households.sealed IS 'File number, reception centre and needs, sealed with the household''s key.';
COMMENT ON COLUMN xenia.households.reference_hash IS 'Keyed hash of the office''s file number, so that it can be found; null: none.';
COMMENT ON COLUMN xenia.households.version IS 'Counts the changes of the row.';

-- In a table of its own: a backup that is kept long leaves it out, so that erasing is true there too.
CREATE TABLE xenia.household_keys (
    household uuid PRIMARY KEY REFERENCES xenia.households (id),
    wrapped bytea NOT NULL CONSTRAINT "wrapped: 72 bytes" CHECK (pg_catalog.octet_length(wrapped) = 72)
);
COMMENT ON TABLE xenia.household_keys IS 'Key of each household, wrapped by the master key, which is not in the database. No row: erased.';

CREATE TABLE xenia.dwellings (
    city text NOT NULL,
    id text NOT NULL,
    state text NOT NULL
        CONSTRAINT "state: one of where a dwelling can stand"
        CHECK (state IN ('announced', 'available', 'reserved', 'offered', 'let', 'withdrawn')),
    offer_sha256 bytea NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    changed_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    PRIMARY KEY (city, id),
    CONSTRAINT "a dwelling is in xenia.offers" FOREIGN KEY (city, id) REFERENCES xenia.offers (city, id)
        ON DELETE CASCADE
);
-- Without it the primary key alone answers for (city, id), whatever the statistics say of a table that was emptied.
DROP INDEX xenia.offers_city_changed_at;
COMMENT ON TABLE xenia.dwellings IS 'Where each dwelling of xenia.offers stands; written by triggers alone.';
COMMENT ON COLUMN xenia.dwellings.offer_sha256 IS 'SHA-256 of the row of xenia.offers as JSON.';

CREATE TABLE xenia.decisions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    city text NOT NULL CONSTRAINT "city: a city in xenia.cities" REFERENCES xenia.cities (id),
    household uuid NOT NULL,
    dwelling text NOT NULL,
    decided_by text NOT NULL CONSTRAINT "decided_by: not empty" CHECK (decided_by <> ''),
    decided_at timestamptz NOT NULL,
    class text NOT NULL
        CONSTRAINT "class: mixed, undetermined or concentrated"
        CHECK (class IN ('mixed', 'undetermined', 'concentrated')),
    level text,
    unit_id text,
    share double precision,
    lower double precision,
    upper double precision,
    placements_per_1000 double precision,
    snapshot text NOT NULL,
    policy_id bigint NOT NULL,
    policy_name text NOT NULL,
    policy_version text NOT NULL,
    rank integer NOT NULL CONSTRAINT "rank: 0 or more" CHECK (rank >= 0),
    n_listed integer NOT NULL,
    first_id text,
    request_digest text NOT NULL,
    effect_before double precision,
    effect_after double precision,
    tie_distance_m double precision,
    persons double precision NOT NULL CONSTRAINT "persons: 1 to 1000" CHECK (persons BETWEEN 1 AND 1000),
    reason_code text CONSTRAINT "reason_code: one of the exception codes"
        CHECK (reason_code IN ('OWN_WISH', 'CARE_OF_RELATIVES', 'AGAINST_ADVICE', 'LEFT_COUNTRY', 'OTHER')),
    sealed_note bytea,
    CONSTRAINT "rank: at most n_listed" CHECK (rank <= n_listed),
    CONSTRAINT reason_needed CHECK ((rank = 1 AND class = 'mixed') OR reason_code IS NOT NULL),
    CONSTRAINT "reason_note: said with the code OTHER" CHECK (reason_code <> 'OTHER' OR sealed_note IS NOT NULL),
    CONSTRAINT "a decision is about a household of the city"
        FOREIGN KEY (city, household) REFERENCES xenia.households (city, id),
    CONSTRAINT "a decision is about a dwelling of the city"
        FOREIGN KEY (city, dwelling) REFERENCES xenia.dwellings (city, id)
);
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON xenia.decisions
    FOR EACH ROW EXECUTE FUNCTION xenia.refuse_change();
COMMENT ON TABLE xenia.decisions IS 'What each decision rested on, frozen at its moment.';
COMMENT ON COLUMN xenia.decisions.rank IS 'Row of the list that was chosen; 0: not in it.';
COMMENT ON COLUMN xenia.decisions.sealed_note IS 'The reason in words, sealed with the household''s key.';

CREATE TABLE xenia.household_offers (
    city text NOT NULL,
    id uuid PRIMARY KEY DEFAULT pg_catalog.gen_random_uuid(),
    household uuid NOT NULL,
    dwelling text NOT NULL,
    decision bigint NOT NULL REFERENCES xenia.decisions (id),
    state text NOT NULL DEFAULT 'draft'
        CONSTRAINT "state: draft, made, accepted, refused, expired or withdrawn"
        CHECK (state IN ('draft', 'made', 'accepted', 'refused', 'expired', 'withdrawn')),
    live boolean NOT NULL DEFAULT true,
    drafted_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    made_at timestamptz,
    expires_at timestamptz,
    closed_at timestamptz,
    refusal_code text CONSTRAINT "refusal_code: one of the codes"
        CHECK (refusal_code IN ('TOO_SMALL', 'TOO_LARGE', 'TOO_EXPENSIVE', 'PLACE', 'CONDITION', 'ACCESS',
                                'FAMILY', 'OTHER')),
    sealed_note bytea,
    version bigint NOT NULL DEFAULT 1,
    changed_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    CONSTRAINT "an offer is made to a household of the city"
        FOREIGN KEY (city, household) REFERENCES xenia.households (city, id),
    CONSTRAINT "an offer is of a dwelling of the city"
        FOREIGN KEY (city, dwelling) REFERENCES xenia.dwellings (city, id),
    CONSTRAINT "live: draft, made or accepted" CHECK (NOT live OR state IN ('draft', 'made', 'accepted')),
    CONSTRAINT "not live: answered or closed" CHECK (live OR state NOT IN ('draft', 'made')),
    CONSTRAINT "what was made has a term" CHECK ((made_at IS NULL) = (expires_at IS NULL)
        AND (made_at IS NOT NULL OR state IN ('draft', 'withdrawn'))),
    CONSTRAINT "what is answered or closed has its moment"
        CHECK ((closed_at IS NULL) = (state IN ('draft', 'made'))),
    CONSTRAINT "closed_at: not before made_at" CHECK (closed_at >= made_at),
    CONSTRAINT "a refusal has a reason, and nothing else has"
        CHECK ((state = 'refused') = (refusal_code IS NOT NULL))
);
CREATE UNIQUE INDEX dwelling_taken ON xenia.household_offers (city, dwelling) WHERE live;
CREATE UNIQUE INDEX household_busy ON xenia.household_offers (household) WHERE live;
CREATE INDEX household_offers_city ON xenia.household_offers (city, drafted_at);
CREATE INDEX household_offers_household ON xenia.household_offers (household);
CREATE INDEX household_offers_dwelling ON xenia.household_offers (city, dwelling);
CREATE INDEX household_offers_term ON xenia.household_offers (city, expires_at) WHERE state = 'made';
COMMENT ON TABLE xenia.household_offers IS 'Offers made to households (VERA: aanbiedingen). At most one that is live for a dwelling, and for a household.';
COMMENT ON COLUMN xenia.household_offers.live IS 'Draft, made, or accepted and not yet a placement.';
COMMENT ON COLUMN xenia.household_offers.closed_at IS 'When it was accepted, refused, withdrawn, or expired.';
COMMENT ON COLUMN xenia.household_offers.sealed_note IS 'What the household said, sealed with its key.';

-- --- placements: those of the desk beside the imported ones -------------------------------------------------

ALTER TABLE xenia.placements
    DROP CONSTRAINT "state: pending or moved_in",
    DROP CONSTRAINT "a placement has a unit_id or a place",
    ADD COLUMN id uuid PRIMARY KEY DEFAULT pg_catalog.gen_random_uuid(),
    ADD COLUMN source text NOT NULL DEFAULT 'import'
        CONSTRAINT "source: import or desk" CHECK (source IN ('import', 'desk')),
    ADD COLUMN household uuid,
    ADD COLUMN offer uuid CONSTRAINT placements_offer UNIQUE REFERENCES xenia.household_offers (id),
    ADD COLUMN dwelling text,
    ADD COLUMN decision bigint REFERENCES xenia.decisions (id),
    ADD COLUMN moved_in_on date,
    ADD COLUMN ended_on date,
    ADD COLUMN sealed_reason bytea,
    ADD COLUMN version bigint NOT NULL DEFAULT 1,
    ADD COLUMN changed_at timestamptz NOT NULL DEFAULT pg_catalog.now();
UPDATE xenia.placements SET state = 'agreed' WHERE state = 'pending';
ALTER TABLE xenia.placements
    ADD CONSTRAINT "state: agreed, moved_in or ended" CHECK (state IN ('agreed', 'moved_in', 'ended')),
    ADD CONSTRAINT "a placement has a unit_id or a place"
        CHECK (source = 'desk' OR unit_id IS NOT NULL OR lon IS NOT NULL),
    ADD CONSTRAINT "a placement of the desk has all that it follows from"
        CHECK ((source = 'desk') = (household IS NOT NULL) AND (source = 'desk') = (offer IS NOT NULL)
           AND (source = 'desk') = (dwelling IS NOT NULL) AND (source = 'desk') = (decision IS NOT NULL)),
    ADD CONSTRAINT "moved_in_on: once moved in" CHECK (source = 'import' OR state <> 'moved_in' OR moved_in_on IS NOT NULL),
    ADD CONSTRAINT "moved_in_on: not before decided_on" CHECK (moved_in_on >= decided_on),
    ADD CONSTRAINT "ended_on: once ended" CHECK ((state = 'ended') = (ended_on IS NOT NULL)),
    ADD CONSTRAINT "ended_on: not before it began" CHECK (ended_on >= coalesce(moved_in_on, decided_on)),
    ADD CONSTRAINT "a placement is of a household of the city"
        FOREIGN KEY (city, household) REFERENCES xenia.households (city, id),
    ADD CONSTRAINT "a placement is in a dwelling of the city"
        FOREIGN KEY (city, dwelling) REFERENCES xenia.dwellings (city, id);
CREATE UNIQUE INDEX dwelling_let ON xenia.placements (city, dwelling) WHERE state <> 'ended';
CREATE UNIQUE INDEX household_placed ON xenia.placements (household) WHERE state <> 'ended';
COMMENT ON TABLE xenia.placements IS 'Placements of the programme (VERA: toewijzingen). Imported ones say when, how many persons and where; those of the desk also from which offer.';
COMMENT ON COLUMN xenia.placements.state IS 'agreed: not yet in the counts; moved_in; ended.';
COMMENT ON COLUMN xenia.placements.sealed_reason IS 'Why it ended, sealed with the household''s key.';

-- --- where a dwelling stands follows from its offers and placements -------------------------------------------

-- A dwelling that waits for its day is announced until that day; what has once been on offer stays so.
CREATE FUNCTION xenia.dwelling_state(of_city text, of_id text, withdrawn_at timestamptz, published date) RETURNS text
LANGUAGE sql STABLE
RETURN CASE
    WHEN EXISTS (SELECT FROM xenia.placements
                 WHERE placements.city = of_city AND placements.dwelling = of_id AND placements.state <> 'ended')
    THEN 'let'
    ELSE coalesce(
        (SELECT CASE offer.state WHEN 'draft' THEN 'reserved' ELSE 'offered' END
         FROM xenia.household_offers AS offer
         WHERE offer.city = of_city AND offer.dwelling = of_id AND offer.live
         LIMIT 1),
        CASE
            WHEN withdrawn_at IS NOT NULL THEN 'withdrawn'
            WHEN published > xenia.day(pg_catalog.now())
                 AND NOT EXISTS (SELECT FROM xenia.dwellings
                                 WHERE dwellings.city = of_city AND dwellings.id = of_id
                                   AND dwellings.state NOT IN ('announced', 'withdrawn'))
            THEN 'announced'
            ELSE 'available'
        END)
END;
CREATE VIEW xenia.dwelling_states AS
SELECT city, id, xenia.dwelling_state(city, id, withdrawn_at, published) AS state,
       pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.to_jsonb(offers)::text, 'UTF8')) AS offer_sha256
FROM xenia.offers;
COMMENT ON VIEW xenia.dwelling_states IS 'Where each dwelling should stand; xenia.dwellings.state follows it.';

-- Rows are locked before it is looked where they stand, so that of two changes at once the second sees the
-- first.
CREATE FUNCTION xenia.settle_dwellings() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    PERFORM FROM xenia.dwellings JOIN (SELECT DISTINCT city, dwelling AS id FROM changed) AS touched USING (city, id)
    ORDER BY city, id FOR NO KEY UPDATE OF dwellings;
    UPDATE xenia.dwellings AS held SET state = should.state, version = held.version + 1, changed_at = pg_catalog.now()
    FROM xenia.dwelling_states AS should
    JOIN (SELECT DISTINCT city, dwelling AS id FROM changed) AS touched USING (city, id)
    WHERE held.city = should.city AND held.id = should.id AND held.state <> should.state;
    RETURN NULL;
END
$$;
CREATE TRIGGER settle_insert AFTER INSERT ON xenia.household_offers REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION xenia.settle_dwellings();
CREATE TRIGGER settle_update AFTER UPDATE ON xenia.household_offers REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION xenia.settle_dwellings();
CREATE TRIGGER settle_insert AFTER INSERT ON xenia.placements REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION xenia.settle_dwellings();
CREATE TRIGGER settle_update AFTER UPDATE ON xenia.placements REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION xenia.settle_dwellings();

-- A row that is written into xenia.offers is a dwelling, whoever writes it. Planned anew each time: one row or a
-- feed of 50,000 want different plans.
CREATE FUNCTION xenia.follow_offers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    EXECUTE 'SELECT FROM (SELECT city, id FROM changed ORDER BY city, id OFFSET 0) AS touched
             CROSS JOIN LATERAL (SELECT FROM xenia.dwellings
                                 WHERE dwellings.city = touched.city AND dwellings.id = touched.id
                                 FOR NO KEY UPDATE) AS locked';
    EXECUTE 'INSERT INTO xenia.dwellings AS held (city, id, state, offer_sha256)
             SELECT city, id, xenia.dwelling_state(city, id, withdrawn_at, published),
                    pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.to_jsonb(changed)::text, ''UTF8''))
             FROM changed
             ORDER BY city, id
             ON CONFLICT (city, id) DO UPDATE
             SET state = excluded.state, offer_sha256 = excluded.offer_sha256, version = held.version + 1,
                 changed_at = pg_catalog.now()';
    RETURN NULL;
END
$$;
CREATE TRIGGER follow_insert AFTER INSERT ON xenia.offers REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION xenia.follow_offers();
CREATE TRIGGER follow_update AFTER UPDATE ON xenia.offers REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION xenia.follow_offers();
REVOKE EXECUTE ON FUNCTION xenia.settle_dwellings(), xenia.follow_offers(), audit.record() FROM PUBLIC;

INSERT INTO xenia.dwellings (city, id, state, offer_sha256)
SELECT city, id, state, offer_sha256 FROM xenia.dwelling_states;

-- Daemons refresh when a dwelling or a placement changes, as they do for xenia.offers.
CREATE TRIGGER notify_update AFTER UPDATE ON xenia.dwellings REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION xenia.notify_offers();
CREATE TRIGGER notify_insert AFTER INSERT ON xenia.placements REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION xenia.notify_offers();
CREATE TRIGGER notify_update AFTER UPDATE ON xenia.placements REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION xenia.notify_offers();
CREATE TRIGGER notify_delete AFTER DELETE ON xenia.placements REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION xenia.notify_offers();

CALL audit.watch('xenia.households');
CALL audit.watch('xenia.dwellings');
CALL audit.watch('xenia.decisions');
CALL audit.watch('xenia.household_offers');
CALL audit.watch('xenia.placements');
