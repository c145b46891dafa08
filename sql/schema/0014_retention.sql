-- What is kept for how long, and what is left of it afterwards (R13).
--
-- Erasing a household is one UPDATE that sets erased_at, whoever does it: the office when it is asked to, or the
-- purge when the term is over. All else follows here, in the same statement, so that it cannot be forgotten: the key
-- goes, and with it every word that was sealed; offers, placements and decisions become rows of what is past, which
-- say in which quarter something came to a kind of area, and neither to whom nor in which dwelling. (The log of changes
-- goes on saying which rows were written at the same moment.)

-- --- the terms ---------------------------------------------------------------------------------------------------

CREATE TABLE xenia.retention (
    position smallint NOT NULL CONSTRAINT retention_position UNIQUE,
    id text PRIMARY KEY,
    term interval,
    what text NOT NULL,
    action text NOT NULL
);
COMMENT ON TABLE xenia.retention IS 'What is kept for how long. The purge follows these rows; they change by a migration alone.';
COMMENT ON COLUMN xenia.retention.term IS 'Null: kept for good.';
INSERT INTO xenia.retention VALUES
    (1, 'contract', '12 months', 'The contract of a household that moved in and has not left: its length, from the day it moved in.',
     'It counts as ended.'),
    (2, 'households', '12 months', 'Households, from the end of their contract: the day they left the programme, or when the contract is over.',
     'The key is destroyed; of offers and placements stay quarter, kind of area, persons and corporation. The dwelling stays let.'),
    (3, 'offers', '24 months', 'Offers made to households, from the day they were closed; one that was moved into stays as long as the household.',
     'Month, kind of area, corporation and answer stay, without household and dwelling.'),
    (4, 'dwellings', '24 months', 'Dwellings, from the day they were withdrawn, or their last day when no feed withdraws them.',
     'How many a corporation published in a quarter stays.'),
    (5, 'recommendations', '24 months', 'The log of the lists that were shown, from the day of each.',
     'A pseudonym stands for the household; the digest of its needs and the dwelling that was first are taken out.'),
    (6, 'sessions', '12 hours', 'Sessions of people, from their beginning.', 'They are deleted.'),
    (7, 'tries', '1 hour', 'Tries to sign in, as salted hashes.', 'They are deleted.'),
    (8, 'write_keys', '2 days', 'Keys of repeated requests, with the sealed answers.', 'They are deleted.'),
    (9, 'snapshots', NULL, 'Snapshots and publications: figures of areas, and of nobody.', 'They are kept.'),
    (10, 'audit', NULL, 'The log of changes: who changed which row when, without what was said.',
     'It is kept: of an erased household its random number, when its rows were written, and which other rows were written at the same moment.'),
    (11, 'objections', NULL, 'Objections: which household raised one and when, who in the office dealt with it, and how it ended.',
     'They are kept. What was said goes with the key of the household, whose random number is all that is left of it.'),
    (12, 'placements', NULL, 'Placements from before this service, as they were imported: day, persons and place.',
     'They are kept; they name no household.');
GRANT SELECT ON xenia.retention TO xenia_keeper, xenia_coordinator, xenia_working_group, xenia_scientist, xenia_corporation,
                                   xenia_steward, xenia_auditor, xenia_refresher, xenia_admin, xenia_ledger;

CREATE FUNCTION xenia.past_term(rule text, since timestamptz) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT since + (SELECT term FROM xenia.retention WHERE id = rule) < pg_catalog.now()
$$;
COMMENT ON FUNCTION xenia.past_term(text, timestamptz) IS 'Is the term of that rule over, by the clock of the database?';
CREATE FUNCTION xenia.quarter_of(day date) RETURNS date
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$ SELECT pg_catalog.date_trunc('quarter', day::timestamp)::date $$;
CREATE FUNCTION xenia.month_of(moment timestamptz) RETURNS date
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$ SELECT pg_catalog.date_trunc('month', moment AT TIME ZONE 'UTC')::date $$;
CREATE FUNCTION xenia.waiting_band(days integer) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN days < 90 THEN '0-89' WHEN days < 180 THEN '90-179' WHEN days < 365 THEN '180-364'
                WHEN days >= 365 THEN '365+' END
$$;

-- --- what is past ------------------------------------------------------------------------------------------------

-- Rows without a number of their own: nothing can point to one.
CREATE TABLE xenia.past_placements (
    city text NOT NULL CONSTRAINT "city: a city in xenia.cities" REFERENCES xenia.cities (id),
    decided_in date NOT NULL,
    moved_in date,
    ended_in date,
    persons double precision NOT NULL,
    waited text,
    class text NOT NULL,
    level text,
    unit_id text,
    dwelling_unit_id text,
    corporation text,
    rank integer NOT NULL,
    reason_code text
);
CREATE INDEX past_placements_city ON xenia.past_placements (city, decided_in);
COMMENT ON TABLE xenia.past_placements IS 'What stays of the placements of erased households, for the ledger: the first days of quarters, the area, no dwelling.';
COMMENT ON COLUMN xenia.past_placements.waited IS 'Days from arrival to the move, as a band.';

CREATE TABLE xenia.past_offers (
    city text NOT NULL CONSTRAINT "city: a city in xenia.cities" REFERENCES xenia.cities (id),
    made_in date,
    closed_in date,
    state text NOT NULL,
    class text NOT NULL,
    corporation text,
    rank integer NOT NULL,
    n_listed integer NOT NULL,
    refusal_code text,
    reason_code text
);
CREATE INDEX past_offers_city ON xenia.past_offers (city);
COMMENT ON TABLE xenia.past_offers IS 'What stays of offers made to households, for the ledger: the first days of months, no dwelling and no household.';

CREATE TABLE xenia.past_dwellings (
    city text NOT NULL CONSTRAINT "city: a city in xenia.cities" REFERENCES xenia.cities (id),
    corporation text NOT NULL,
    published_in date NOT NULL,
    n_dwellings bigint NOT NULL CONSTRAINT "n_dwellings: 1 or more" CHECK (n_dwellings >= 1),
    PRIMARY KEY (city, corporation, published_in)
);
COMMENT ON TABLE xenia.past_dwellings IS 'How many dwellings a corporation had published in a quarter, of those that are no longer kept.';

CALL xenia.guard('xenia.past_placements');
CALL xenia.guard('xenia.past_offers');
CALL xenia.guard('xenia.past_dwellings');
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON xenia.past_placements
    FOR EACH ROW EXECUTE FUNCTION xenia.refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON xenia.past_offers
    FOR EACH ROW EXECUTE FUNCTION xenia.refuse_change();
GRANT SELECT ON xenia.past_placements, xenia.past_offers, xenia.past_dwellings TO xenia_ledger;

-- The view of 0010, with what is past: it goes on counting for classes and effects, by its area.
CREATE OR REPLACE VIEW xenia.placements_counted WITH (security_barrier) AS
WITH standing AS (
    SELECT placements.city, coalesce(moved_in_on, decided_on) AS day, placements.persons, placements.unit_id AS given,
           lon, lat, state = 'agreed' AS pending, dwelling_unit_id
    FROM xenia.placements
    LEFT JOIN xenia.decisions ON decisions.id = placements.decision
    WHERE state <> 'ended'
    UNION ALL
    SELECT offer.city, xenia.day(offer.made_at), decisions.persons, NULL, offers.lon, offers.lat, true, dwelling_unit_id
    FROM xenia.household_offers AS offer
    JOIN xenia.decisions ON decisions.id = offer.decision
    JOIN xenia.offers ON offers.city = offer.city AND offers.id = offer.dwelling
    WHERE offer.live
    UNION ALL
    SELECT city, coalesce(moved_in, decided_in), persons, NULL, NULL, NULL, false, dwelling_unit_id
    FROM xenia.past_placements
    WHERE ended_in IS NULL
), located AS (
    SELECT city, day, persons, lon, lat, pending,
           coalesce(given, CASE WHEN lon IS NULL THEN
               (SELECT areas.unit_id FROM xenia.areas
                WHERE areas.city = standing.city AND areas.unit_id = dwelling_unit_id LIMIT 1)
           END) AS unit_id
    FROM standing
)
SELECT city, day, persons, unit_id, lon, lat, pending
FROM located
WHERE (unit_id IS NOT NULL OR lon IS NOT NULL) AND city = ANY ((SELECT xenia.cities_seen())::text[]);

-- --- erasing -----------------------------------------------------------------------------------------------------

ALTER TABLE xenia.households ADD COLUMN persons smallint
    CONSTRAINT "persons: 1 to 1000, of who is erased" CHECK (persons IS NULL OR (persons BETWEEN 1 AND 1000 AND erased_at IS NOT NULL));
COMMENT ON COLUMN xenia.households.persons IS 'How many they were, once erased; null: not known, or not erased and then sealed.';

CREATE INDEX decisions_household ON xenia.decisions (household);

-- The log keeps the SHA-256 of rows for good. What a row says of a household could be guessed until its digest fits,
-- for needs are few and days are known; not with a random number in the row that goes when the row does.
ALTER TABLE xenia.decisions ADD COLUMN salt uuid NOT NULL DEFAULT pg_catalog.gen_random_uuid();
ALTER TABLE xenia.household_offers ADD COLUMN salt uuid NOT NULL DEFAULT pg_catalog.gen_random_uuid();
ALTER TABLE xenia.placements ADD COLUMN salt uuid NOT NULL DEFAULT pg_catalog.gen_random_uuid();
ALTER TABLE xenia.recommendations ADD COLUMN salt uuid NOT NULL DEFAULT pg_catalog.gen_random_uuid();
COMMENT ON COLUMN xenia.decisions.salt IS 'Random: makes the digest in the log say nothing once the row is gone.';
COMMENT ON COLUMN xenia.household_offers.salt IS 'Random: makes the digest in the log say nothing once the row is gone.';
COMMENT ON COLUMN xenia.placements.salt IS 'Random: makes the digest in the log say nothing once the row is gone.';
COMMENT ON COLUMN xenia.recommendations.salt IS 'Random, and another when what is said of the household is taken out: makes the digest in the log say nothing.';

-- What has been decided does not change; who is erased takes the decisions along, and an offer past its term does.
CREATE FUNCTION xenia.keep_decision() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_user = 'xenia_owner' THEN
        RETURN OLD; -- only the functions below run as the owner
    END IF;
    RAISE EXCEPTION 'rows of %.% are immutable', TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
DROP TRIGGER immutable ON xenia.decisions;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON xenia.decisions
    FOR EACH ROW EXECUTE FUNCTION xenia.keep_decision();

-- Offers become what is past. Their placements are gone before.
CREATE PROCEDURE xenia.forget_offers(forgotten uuid[])
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    decided CONSTANT bigint[] := (SELECT pg_catalog.array_agg(decision) FROM xenia.household_offers WHERE id = ANY (forgotten));
BEGIN
    INSERT INTO xenia.past_offers (city, made_in, closed_in, state, class, corporation, rank, n_listed, refusal_code, reason_code)
    SELECT offer.city, xenia.month_of(offer.made_at), xenia.month_of(offer.closed_at), offer.state, decisions.class,
           offers.corporation, decisions.rank, decisions.n_listed, offer.refusal_code, decisions.reason_code
    FROM xenia.household_offers AS offer
    JOIN xenia.decisions ON decisions.id = offer.decision
    JOIN xenia.offers ON offers.city = offer.city AND offers.id = offer.dwelling
    WHERE offer.id = ANY (forgotten);
    UPDATE xenia.objections SET offer = NULL, version = version + 1, changed_at = pg_catalog.now()
    WHERE offer = ANY (forgotten);
    DELETE FROM xenia.household_offers WHERE id = ANY (forgotten);
    DELETE FROM xenia.decisions AS over
    WHERE id = ANY (decided) AND NOT EXISTS (SELECT FROM xenia.household_offers WHERE decision = over.id)
      AND NOT EXISTS (SELECT FROM xenia.placements WHERE decision = over.id);
END
$$;

-- Before: days become quarters, and of what the household was the number of persons stays, where it is known.
CREATE FUNCTION xenia.blur_household() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.persons := coalesce(NEW.persons, (SELECT persons FROM xenia.decisions WHERE household = NEW.id
                                          ORDER BY id DESC LIMIT 1));
    NEW.arrived_on := xenia.quarter_of(NEW.arrived_on);
    NEW.left_on := xenia.quarter_of(NEW.left_on);
    RETURN NEW;
END
$$;

-- A dwelling that somebody lives in who has been erased is let still, and nothing says to whom. It can be on offer
-- again once whoever offers it has taken it off and lists it anew: a feed that goes on listing what it has let
-- gives nobody a dwelling twice.
ALTER TABLE xenia.dwellings ADD COLUMN let_to_erased boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN xenia.dwellings.let_to_erased IS 'Let to somebody who has been erased: stays let until it is withdrawn.';

CREATE OR REPLACE FUNCTION xenia.dwelling_state(of_city text, of_id text, withdrawn_at timestamptz, published date) RETURNS text
LANGUAGE sql STABLE
RETURN CASE
    WHEN EXISTS (SELECT FROM xenia.placements
                 WHERE placements.city = of_city AND placements.dwelling = of_id AND placements.state <> 'ended')
      OR (withdrawn_at IS NULL
          AND EXISTS (SELECT FROM xenia.dwellings
                      WHERE dwellings.city = of_city AND dwellings.id = of_id AND let_to_erased))
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

-- As in 0007; besides, who withdraws a dwelling says that nobody of ours is known to live in it.
CREATE OR REPLACE FUNCTION xenia.follow_offers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET "TimeZone" = 'UTC' SET extra_float_digits = '1' AS $$
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
                 changed_at = pg_catalog.now(),
                 let_to_erased = held.let_to_erased AND EXISTS (
                     SELECT FROM changed WHERE changed.city = held.city AND changed.id = held.id AND withdrawn_at IS NULL)';
    RETURN NULL;
END
$$;

-- After: nothing points from it to a dwelling, and nothing that was said of it can be read or guessed again. The
-- dwelling that it lives in stays let; what was typed in by hand, and no feed withdraws, is withdrawn since the
-- quarter in which it was let. One that had been withdrawn is written again as it is, so that its state follows.
CREATE FUNCTION xenia.forget_household() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    offered CONSTANT uuid[] := (SELECT pg_catalog.array_agg(id) FROM xenia.household_offers WHERE household = NEW.id);
    home text;
    let_since date;
BEGIN
    DELETE FROM xenia.household_keys WHERE household = NEW.id;
    DELETE FROM xenia.write_keys WHERE household = NEW.id;
    UPDATE xenia.recommendations SET request_digest = '', first_id = NULL, salt = pg_catalog.gen_random_uuid()
    WHERE household = NEW.id;
    UPDATE xenia.objections
    SET sealed_text = '', sealed_ranking = '', sealed_outcome = CASE WHEN sealed_outcome IS NOT NULL THEN ''::bytea END,
        version = version + 1, changed_at = pg_catalog.now()
    WHERE household = NEW.id;
    INSERT INTO xenia.past_placements (city, decided_in, moved_in, ended_in, persons, waited, class, level, unit_id,
                                       dwelling_unit_id, corporation, rank, reason_code)
    SELECT placement.city, xenia.quarter_of(placement.decided_on), xenia.quarter_of(placement.moved_in_on),
           xenia.quarter_of(placement.ended_on), decisions.persons,
           xenia.waiting_band(placement.moved_in_on - OLD.arrived_on), decisions.class, decisions.level,
           decisions.unit_id, decisions.dwelling_unit_id, offers.corporation, decisions.rank, decisions.reason_code
    FROM xenia.placements AS placement
    JOIN xenia.decisions ON decisions.id = placement.decision
    JOIN xenia.offers ON offers.city = placement.city AND offers.id = placement.dwelling
    WHERE placement.household = NEW.id;
    SELECT dwelling, xenia.quarter_of(coalesce(moved_in_on, decided_on)) INTO home, let_since
    FROM xenia.placements WHERE household = NEW.id AND state <> 'ended'; -- one at most: household_placed
    UPDATE xenia.dwellings SET let_to_erased = true, version = version + 1, changed_at = pg_catalog.now()
    WHERE city = NEW.city AND id = home;
    DELETE FROM xenia.placements WHERE household = NEW.id;
    CALL xenia.forget_offers(offered);
    DELETE FROM xenia.decisions WHERE household = NEW.id;
    UPDATE xenia.offers SET withdrawn_at = coalesce(withdrawn_at, let_since::timestamp AT TIME ZONE 'UTC')
    WHERE city = NEW.city AND id = home AND (source = 'desk' OR withdrawn_at IS NOT NULL);
    RETURN NULL;
END
$$;
CREATE TRIGGER erasing_blurs BEFORE UPDATE ON xenia.households
    FOR EACH ROW WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION xenia.blur_household();
CREATE TRIGGER erasing_forgets AFTER UPDATE ON xenia.households
    FOR EACH ROW WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION xenia.forget_household();

-- Nothing new is written about who is erased. A list may just be shown: it waits for the erasure to end.
CREATE FUNCTION xenia.refuse_erased() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_TABLE_NAME = 'recommendations' THEN
        PERFORM FROM xenia.households WHERE id = NEW.household FOR SHARE;
    END IF;
    IF EXISTS (SELECT FROM xenia.households WHERE id = NEW.household AND erased_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the household is erased' USING ERRCODE = 'check_violation', CONSTRAINT = 'step';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER not_of_erased BEFORE INSERT ON xenia.recommendations
    FOR EACH ROW WHEN (NEW.household IS NOT NULL) EXECUTE FUNCTION xenia.refuse_erased();
CREATE TRIGGER not_of_erased BEFORE INSERT ON xenia.decisions FOR EACH ROW EXECUTE FUNCTION xenia.refuse_erased();
CREATE TRIGGER not_of_erased BEFORE INSERT ON xenia.objections FOR EACH ROW EXECUTE FUNCTION xenia.refuse_erased();

-- The view of 0013, with what is past: a placement of the last days stays one when the household is erased. Of its day
-- the quarter is known; the latest that it may be counts.
CREATE OR REPLACE VIEW xenia.placements_recent WITH (security_barrier) AS
SELECT placements.city, coalesce(moved_in_on, decided_on) AS day, lon, lat,
       coalesce(placements.unit_id, CASE WHEN lon IS NULL THEN
           (SELECT areas.unit_id FROM xenia.areas
            WHERE areas.city = placements.city AND areas.unit_id = dwelling_unit_id LIMIT 1)
       END) AS unit_id
FROM xenia.placements
LEFT JOIN xenia.decisions ON decisions.id = placements.decision
WHERE placements.city = ANY ((SELECT xenia.cities_seen())::text[])
UNION ALL
SELECT city, least((coalesce(moved_in, decided_in) + interval '3 months' - interval '1 day')::date,
                   xenia.day(pg_catalog.now())), NULL, NULL, coalesce(unit_id, dwelling_unit_id)
FROM xenia.past_placements
WHERE city = ANY ((SELECT xenia.cities_seen())::text[]) AND coalesce(unit_id, dwelling_unit_id) IS NOT NULL;
COMMENT ON VIEW xenia.placements_recent IS 'Day and place of each placement, ended ones and those of erased households too, of no household (R10).';

-- --- the purge, by the keeper --------------------------------------------------------------------------------------

ALTER TABLE xenia.recommendations
    ADD COLUMN pseudonym bytea CONSTRAINT "pseudonym: 32 bytes" CHECK (pg_catalog.octet_length(pseudonym) = 32),
    ADD CONSTRAINT "a pseudonym stands in place of the household" CHECK (household IS NULL OR pseudonym IS NULL);
COMMENT ON COLUMN xenia.recommendations.pseudonym IS 'After the term, in place of the household: a keyed hash of its id. Lists of one household stay together; whose they were the database alone cannot say.';

-- The owner sees all cities of a login, the keeper purges the one that is named.
CREATE FUNCTION xenia.check_purged_city(of_city text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF of_city IS DISTINCT FROM xenia.city_seen() THEN
        RAISE EXCEPTION 'city ''%'' is not the one that this session has named', of_city USING ERRCODE = 'insufficient_privilege';
    END IF;
END
$$;

CREATE FUNCTION xenia.purge_offers(of_city text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    due uuid[];
BEGIN
    PERFORM xenia.check_purged_city(of_city);
    due := (SELECT pg_catalog.array_agg(offer.id) FROM xenia.household_offers AS offer
            WHERE offer.city = of_city AND NOT offer.live AND xenia.past_term('offers', offer.closed_at)
              AND NOT EXISTS (SELECT FROM xenia.placements WHERE placements.offer = offer.id)
              AND NOT EXISTS (SELECT FROM xenia.objections WHERE objections.offer = offer.id AND objections.state = 'open'));
    CALL xenia.forget_offers(due);
    RETURN coalesce(pg_catalog.cardinality(due), 0);
END
$$;
COMMENT ON FUNCTION xenia.purge_offers(text) IS 'Takes away closed offers past their term; how many.';

CREATE FUNCTION xenia.purge_dwellings(of_city text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    n_gone bigint;
BEGIN
    PERFORM xenia.check_purged_city(of_city);
    WITH gone AS (
        DELETE FROM xenia.offers
        WHERE city = of_city
          AND xenia.past_term('dwellings', CASE
                  WHEN withdrawn_at IS NOT NULL THEN withdrawn_at
                  WHEN source IN ('desk', 'sql') THEN (closes + 1)::timestamp AT TIME ZONE 'UTC'
              END)
          AND NOT EXISTS (SELECT FROM xenia.decisions WHERE decisions.city = offers.city AND decisions.dwelling = offers.id)
          AND NOT EXISTS (SELECT FROM xenia.household_offers AS offer WHERE offer.city = offers.city AND offer.dwelling = offers.id)
          AND NOT EXISTS (SELECT FROM xenia.placements WHERE placements.city = offers.city AND placements.dwelling = offers.id)
          AND NOT EXISTS (SELECT FROM xenia.dwellings
                          WHERE dwellings.city = offers.city AND dwellings.id = offers.id AND let_to_erased)
        RETURNING corporation, published
    ), counted AS (
        INSERT INTO xenia.past_dwellings AS past (city, corporation, published_in, n_dwellings)
        SELECT of_city, coalesce(corporation, ''), xenia.quarter_of(published), pg_catalog.count(*)
        FROM gone WHERE published IS NOT NULL
        GROUP BY 2, 3
        ON CONFLICT (city, corporation, published_in) DO UPDATE SET n_dwellings = past.n_dwellings + excluded.n_dwellings
    )
    SELECT pg_catalog.count(*) INTO n_gone FROM gone;
    RETURN n_gone;
END
$$;
COMMENT ON FUNCTION xenia.purge_dwellings(text) IS 'Takes away dwellings past their term that nothing refers to; how many.';

REVOKE EXECUTE ON FUNCTION xenia.keep_decision(), xenia.blur_household(), xenia.forget_household(), xenia.refuse_erased(),
                           xenia.purge_offers(text), xenia.purge_dwellings(text), xenia.check_purged_city(text) FROM PUBLIC;
REVOKE EXECUTE ON PROCEDURE xenia.forget_offers(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION xenia.purge_offers(text), xenia.purge_dwellings(text) TO xenia_keeper;

GRANT EXECUTE ON FUNCTION xenia.past_term(text, timestamptz) TO xenia_keeper;

GRANT SELECT (persons) ON xenia.households TO xenia_ledger;
GRANT SELECT (city, id, state, left_on, sealed, erased_at, version), UPDATE (sealed, reference_hash, erased_at, persons, version, changed_at)
    ON xenia.households TO xenia_keeper;
GRANT SELECT ON xenia.household_keys TO xenia_keeper;
GRANT SELECT (city, household, state, moved_in_on) ON xenia.placements TO xenia_keeper;
GRANT SELECT (city, household, state) ON xenia.objections TO xenia_keeper;
GRANT SELECT (city, household, shown_at, request_digest, first_id), UPDATE (household, pseudonym, request_digest, first_id, salt)
    ON xenia.recommendations TO xenia_keeper;
GRANT SELECT (taken_at), DELETE ON xenia.write_keys TO xenia_keeper;

-- Of sessions and tries the keeper sees what is over.
CREATE POLICY past_term ON xenia.sessions TO xenia_keeper USING (xenia.past_term('sessions', opened_at));
CREATE POLICY past_term ON xenia.login_tries TO xenia_keeper USING (xenia.past_term('tries', last_at));
GRANT SELECT (opened_at), DELETE ON xenia.sessions TO xenia_keeper;
GRANT SELECT (last_at), DELETE ON xenia.login_tries TO xenia_keeper;

-- Who was erased before this migration is erased again, as it is done from now on.
ALTER TABLE xenia.households DISABLE TRIGGER erased_for_good;
ALTER TABLE xenia.households DISABLE TRIGGER erased_when_over;
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT id, erased_at FROM xenia.households WHERE erased_at IS NOT NULL ORDER BY id LOOP
        UPDATE xenia.households SET erased_at = NULL, sealed = '' WHERE id = one.id;
        UPDATE xenia.households SET erased_at = one.erased_at, sealed = NULL, version = version + 1 WHERE id = one.id;
    END LOOP;
END
$$;
ALTER TABLE xenia.households ENABLE TRIGGER erased_for_good;
ALTER TABLE xenia.households ENABLE TRIGGER erased_when_over;

-- The columns that were added.
CALL audit.restate('xenia.decisions');
CALL audit.restate('xenia.dwellings');
CALL audit.restate('xenia.household_offers');
CALL audit.restate('xenia.households');
CALL audit.restate('xenia.placements');
CALL audit.restate('xenia.recommendations');

-- --- moves that cannot be told apart --------------------------------------------------------------------------------

-- Moves of quarters that are over, told as finely as at least five of them are alike: by quarter, class of the area,
-- size and waiting; else without waiting, then without size, then by year and class, by year, by class. What then is
-- left is counted as withheld. Each move is in exactly one row.
CREATE VIEW xenia.moves WITH (security_barrier) AS
WITH moved AS (
    SELECT placement.city, xenia.quarter_of(placement.moved_in_on) AS moved_in, decisions.class, decisions.persons,
           xenia.waiting_band(placement.moved_in_on - households.arrived_on) AS waited
    FROM xenia.placements AS placement
    JOIN xenia.decisions ON decisions.id = placement.decision
    JOIN xenia.households ON households.id = placement.household
    WHERE placement.moved_in_on IS NOT NULL
    UNION ALL
    SELECT city, moved_in, class, persons, waited FROM xenia.past_placements WHERE moved_in IS NOT NULL
), fine AS (
    SELECT city, pg_catalog.to_char(moved_in, 'YYYY"Q"Q') AS quarter, pg_catalog.to_char(moved_in, 'YYYY') AS year, class,
           CASE WHEN persons < 3 THEN '1-2' WHEN persons < 5 THEN '3-4' ELSE '5+' END AS size,
           coalesce(waited, 'unknown') AS waited
    FROM moved
    WHERE city = ANY ((SELECT xenia.cities_seen())::text[]) AND moved_in < xenia.quarter_of(xenia.day(pg_catalog.now()))
), step_1 AS (
    SELECT *, pg_catalog.count(*) OVER (PARTITION BY city, quarter, class, size, waited) >= 5 AS told FROM fine
), step_2 AS (
    SELECT city, quarter, year, class, size, pg_catalog.count(*) OVER (PARTITION BY city, quarter, class, size) >= 5 AS told
    FROM step_1 WHERE NOT told
), step_3 AS (
    SELECT city, quarter, year, class, pg_catalog.count(*) OVER (PARTITION BY city, quarter, class) >= 5 AS told
    FROM step_2 WHERE NOT told
), step_4 AS (
    SELECT city, year, class, pg_catalog.count(*) OVER (PARTITION BY city, year, class) >= 5 AS told FROM step_3 WHERE NOT told
), step_5 AS (
    SELECT city, year, class, pg_catalog.count(*) OVER (PARTITION BY city, year) >= 5 AS told FROM step_4 WHERE NOT told
), step_6 AS (
    SELECT city, class, pg_catalog.count(*) OVER (PARTITION BY city, class) >= 5 AS told FROM step_5 WHERE NOT told
), rows AS (
    SELECT city, quarter AS period, class, size, waited, true AS told FROM step_1 WHERE told
    UNION ALL SELECT city, quarter, class, size, NULL, true FROM step_2 WHERE told
    UNION ALL SELECT city, quarter, class, NULL, NULL, true FROM step_3 WHERE told
    UNION ALL SELECT city, year, class, NULL, NULL, true FROM step_4 WHERE told
    UNION ALL SELECT city, year, NULL, NULL, NULL, true FROM step_5 WHERE told
    UNION ALL SELECT city, NULL, class, NULL, NULL, true FROM step_6 WHERE told
    UNION ALL SELECT city, NULL, NULL, NULL, NULL, false FROM step_6 WHERE NOT told
)
SELECT city, period, class, size, waited, told, pg_catalog.count(*) AS n_moves
FROM rows
GROUP BY city, period, class, size, waited, told;
COMMENT ON VIEW xenia.moves IS 'Moves of the programme in quarters that are over, at least five in a row (R11); not told: how many are withheld.';
GRANT SELECT ON xenia.moves TO xenia_scientist, xenia_steward;
GRANT EXECUTE ON FUNCTION xenia.quarter_of(date), xenia.waiting_band(integer) TO xenia_scientist, xenia_steward;

-- How old what is on offer is, without a look at a dwelling.
CREATE FUNCTION xenia.dwellings_changed_at(of_city text) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_catalog.max(changed_at) FROM xenia.dwellings WHERE city = of_city AND city = (SELECT xenia.city_seen())
$$;
REVOKE EXECUTE ON FUNCTION xenia.dwellings_changed_at(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION xenia.dwellings_changed_at(text) TO xenia_scientist, xenia_steward;
