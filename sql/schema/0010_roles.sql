-- Who may do what, said in the database itself: an owner whom nobody is, row-level security by city on every
-- table that has one, and for each role of the office exactly what its steps need.
--
-- Runs as the login that migrates; what the schemas hold belongs to xenia_owner at its end. Every later migration
-- runs as xenia_owner (SET LOCAL ROLE), so what it makes belongs to it too; such a migration guards each table
-- that it makes (CALL xenia.guard) and grants what each role needs, for nobody has anything by default.
--
-- The program says in whose name it asks by the settings xenia.city, xenia.actor and xenia.corporation. They are
-- believed of logins that may be the gate (xenia_app) and of those who may be the owner; of nobody else.
--
-- Functions look up names in pg_catalog and, last, in pg_temp. With an empty search_path pg_temp would come first for
-- the names of types: who may make temporary things could call a domain there "text", with a check of their own, and
-- the functions that run as the owner would call it.

-- --- which cities a login serves ------------------------------------------------------------------------------

-- Two cities that want nothing to do with each other get a login each (R20); by default one daemon serves all.
CREATE TABLE xenia.city_logins (
    city text NOT NULL CONSTRAINT "city: a city in xenia.cities" REFERENCES xenia.cities (id) ON DELETE CASCADE,
    login text NOT NULL CONSTRAINT "login: not empty" CHECK (login <> ''),
    PRIMARY KEY (city, login)
);
COMMENT ON TABLE xenia.city_logins IS 'Logins of the database that may see a city. A new city gets xenia_app, offer_writer and whoever registers it; take rows away to keep cities apart. Who may be xenia_owner sees all.';

CREATE FUNCTION xenia.admit_logins() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO xenia.city_logins (city, login)
    SELECT NEW.id, login FROM pg_catalog.unnest(ARRAY['xenia_app', 'offer_writer', session_user]) AS login
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
CREATE TRIGGER admit AFTER INSERT ON xenia.cities FOR EACH ROW EXECUTE FUNCTION xenia.admit_logins();
INSERT INTO xenia.city_logins (city, login)
SELECT DISTINCT id, login FROM xenia.cities, pg_catalog.unnest(ARRAY['xenia_app', 'offer_writer', session_user]) AS login;

CREATE FUNCTION xenia.login_cities() RETURNS text[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF pg_catalog.pg_has_role(session_user, 'xenia_owner', 'MEMBER') THEN
        RETURN ARRAY (SELECT id FROM xenia.cities);
    END IF;
    RETURN ARRAY (SELECT city FROM xenia.city_logins WHERE login = session_user);
END
$$;
COMMENT ON FUNCTION xenia.login_cities() IS 'The cities that the login of this session may see.';

-- Nothing is seen while no city is named.
CREATE FUNCTION xenia.city_seen() RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    named CONSTANT text := nullif(pg_catalog.current_setting('xenia.city', true), '');
BEGIN
    IF named IS NOT NULL AND (pg_catalog.pg_has_role(session_user, 'xenia_owner', 'MEMBER') OR
            EXISTS (SELECT FROM xenia.city_logins WHERE city = named AND login = session_user)) THEN
        RETURN named;
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION xenia.city_seen() IS 'The city that this session has named in the setting xenia.city, if its login may see it; else null.';

-- What the owner's views show, which row-level security does not bind: the city that is named, or with none all
-- those of a login that may be the owner and has taken no role.
CREATE FUNCTION xenia.cities_seen() RETURNS text[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF nullif(pg_catalog.current_setting('xenia.city', true), '') IS NOT NULL THEN
        RETURN ARRAY[xenia.city_seen()];
    END IF;
    IF pg_catalog.current_setting('role') = 'none' AND pg_catalog.pg_has_role(session_user, 'xenia_owner', 'MEMBER') THEN
        RETURN xenia.login_cities();
    END IF;
    RETURN '{}';
END
$$;
COMMENT ON FUNCTION xenia.cities_seen() IS 'The cities whose rows the views of xenia_owner show.';

-- --- in whose name ----------------------------------------------------------------------------------------------

CREATE FUNCTION xenia.names_actor() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_catalog.pg_has_role(session_user, 'xenia_gate', 'MEMBER')
        OR pg_catalog.pg_has_role(session_user, 'xenia_owner', 'MEMBER')
$$;
COMMENT ON FUNCTION xenia.names_actor() IS 'Is this login believed when it says in whose name it asks?';

CREATE FUNCTION xenia.actor_seen() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN xenia.names_actor() THEN nullif(pg_catalog.current_setting('xenia.actor', true), '')
                ELSE session_user::text END
$$;
COMMENT ON FUNCTION xenia.actor_seen() IS 'Whose cases are seen: whom the program names; of a person who works with psql, the login.';

CREATE FUNCTION xenia.corporation_seen() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    SELECT nullif(pg_catalog.current_setting('xenia.corporation', true), '') WHERE xenia.names_actor()
$$;
COMMENT ON FUNCTION xenia.corporation_seen() IS 'Whose offers a corporation sees: its own, as the program names it.';

-- --- row-level security by city ---------------------------------------------------------------------------------

-- Forced: the rows of the city that is named. The owner, as whom triggers and definer's functions run, sees all
-- rows: each function says itself which cities it serves.
CREATE PROCEDURE xenia.guard(guarded regclass)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE pg_catalog.format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
    EXECUTE pg_catalog.format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', guarded);
    EXECUTE pg_catalog.format('CREATE POLICY of_city ON %s USING (city = (SELECT xenia.city_seen()))', guarded);
    EXECUTE pg_catalog.format('CREATE POLICY of_owner ON %s TO xenia_owner USING (true)', guarded);
END
$$;
COMMENT ON PROCEDURE xenia.guard(regclass) IS 'Forces row-level security by the column city on a table.';

-- The same for a table whose rows belong to those of another: they are seen with it.
CREATE PROCEDURE xenia.guard_as(guarded regclass, parent regclass, parent_key text, key text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE pg_catalog.format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
    EXECUTE pg_catalog.format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', guarded);
    EXECUTE pg_catalog.format('CREATE POLICY of_parent ON %s
                               USING (EXISTS (SELECT FROM %s AS parent WHERE parent.%I = %s.%I))',
                              guarded, parent, parent_key, guarded, key);
    EXECUTE pg_catalog.format('CREATE POLICY of_owner ON %s TO xenia_owner USING (true)', guarded);
END
$$;
COMMENT ON PROCEDURE xenia.guard_as(regclass, regclass, text, text) IS 'Forces row-level security on a table without a city: a row is seen with its parent.';

CALL xenia.guard('xenia.areas');
CALL xenia.guard('xenia.counts');
CALL xenia.guard('xenia.offers');
CALL xenia.guard('xenia.placements');
CALL xenia.guard('xenia.snapshots');
CALL xenia.guard('xenia.published');
CALL xenia.guard('xenia.class_overrides');
CALL xenia.guard('xenia.households');
CALL xenia.guard('xenia.dwellings');
CALL xenia.guard('xenia.decisions');
CALL xenia.guard('xenia.household_offers');
CALL xenia.guard('xenia.objections');
CALL xenia.guard('xenia.recommendations');
CALL xenia.guard('xenia.commitments');
CALL xenia.guard_as('xenia.snapshot_units', 'xenia.snapshots', 'id', 'snapshot');
CALL xenia.guard_as('xenia.snapshot_indices', 'xenia.snapshots', 'id', 'snapshot');

-- Which cities there are, a login sees of its own. What login_cities() itself reads, the owner reads freely.
ALTER TABLE xenia.cities ENABLE ROW LEVEL SECURITY;
ALTER TABLE xenia.cities FORCE ROW LEVEL SECURITY;
CREATE POLICY of_login ON xenia.cities TO
    xenia_gate, xenia_sealer, xenia_keeper, xenia_ledger, xenia_coordinator, xenia_working_group, xenia_scientist,
    xenia_corporation, xenia_steward, xenia_auditor, xenia_refresher, xenia_admin
    USING (id = ANY ((SELECT xenia.login_cities())::text[]));
CREATE POLICY of_owner ON xenia.cities TO xenia_owner USING (true);

-- Policies have no city: a login sees those that its cities follow, and what it has stored itself (R20). Each stores
-- under the names that it likes.
CREATE FUNCTION xenia.policies_seen() RETURNS bigint[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF pg_catalog.pg_has_role(session_user, 'xenia_owner', 'MEMBER') THEN
        RETURN ARRAY (SELECT id FROM xenia.policies);
    END IF;
    RETURN ARRAY (SELECT policy_id FROM xenia.cities WHERE policy_id IS NOT NULL AND id = ANY (xenia.login_cities())
                  UNION SELECT id FROM xenia.policies WHERE recorded_by = session_user);
END
$$;
COMMENT ON FUNCTION xenia.policies_seen() IS 'The policies that the login of this session may see.';
ALTER TABLE xenia.policies
    DROP CONSTRAINT policies_sha256,
    DROP CONSTRAINT policies_name_version,
    ADD CONSTRAINT policies_name_version UNIQUE (recorded_by, name, version);
ALTER TABLE xenia.policies ENABLE ROW LEVEL SECURITY;
ALTER TABLE xenia.policies FORCE ROW LEVEL SECURITY;
CREATE POLICY of_login ON xenia.policies USING (id = ANY ((SELECT xenia.policies_seen())::bigint[]));
CREATE POLICY own_name ON xenia.policies FOR INSERT WITH CHECK (recorded_by = session_user);
CREATE POLICY of_owner ON xenia.policies TO xenia_owner USING (true);

ALTER TABLE xenia.city_logins ENABLE ROW LEVEL SECURITY;
ALTER TABLE xenia.city_logins FORCE ROW LEVEL SECURITY;
CREATE POLICY of_owner ON xenia.city_logins TO xenia_owner USING (true);

-- A feed is written through plain psql, by a login that names no city.
CREATE POLICY of_feed ON xenia.offers TO offer_writer USING (city = ANY ((SELECT xenia.login_cities())::text[]));

-- Triggers write the log as the owner; who reads and seals it comes with the seals.
ALTER TABLE audit.entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.entries FORCE ROW LEVEL SECURITY;
CREATE POLICY of_owner ON audit.entries TO xenia_owner USING (true);

-- --- whose case it is (R11) -----------------------------------------------------------------------------------------

ALTER TABLE xenia.households
    ADD COLUMN coordinator text CONSTRAINT "coordinator: not empty, or nobody's" CHECK (coordinator <> '');
CREATE INDEX households_coordinator ON xenia.households (coordinator);
COMMENT ON COLUMN xenia.households.coordinator IS 'Whose case it is; null: the office''s queue, which every coordinator of the city sees.';

-- A second person must be able to decide an objection.
CREATE FUNCTION xenia.contested_cases() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN ARRAY (SELECT household FROM xenia.objections WHERE state = 'open' AND city = xenia.city_seen());
END
$$;
COMMENT ON FUNCTION xenia.contested_cases() IS 'Households with an open objection: every coordinator of their city sees them.';

-- Of rows that follow a household: is it seen? By one look at the index; a subquery in each policy, with the
-- policies of households in it, would cost more in planning than all else. City and actor are given by the policies,
-- once for all rows; of another city or actor than the login's there is no answer. Planned once, not for each row.
CREATE FUNCTION xenia.is_case_seen(of_household uuid, seen_city text, actor text) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN EXISTS (SELECT FROM xenia.households
                   WHERE id = of_household AND city = seen_city
                     AND (coordinator IS NULL OR coordinator = actor
                          OR EXISTS (SELECT FROM xenia.objections WHERE household = of_household AND state = 'open')))
        AND (actor = session_user OR pg_catalog.pg_has_role(session_user, 'xenia_gate', 'MEMBER')
             OR pg_catalog.pg_has_role(session_user, 'xenia_owner', 'MEMBER'))
        AND (EXISTS (SELECT FROM xenia.city_logins WHERE city = seen_city AND login = session_user)
             OR pg_catalog.pg_has_role(session_user, 'xenia_owner', 'MEMBER'));
END
$$;
COMMENT ON FUNCTION xenia.is_case_seen(uuid, text, text) IS 'Does a coordinator see the case of this household?';

CREATE POLICY own_cases ON xenia.households AS RESTRICTIVE TO xenia_coordinator
    USING (coordinator IS NULL OR coordinator = (SELECT xenia.actor_seen())
           OR id = ANY ((SELECT xenia.contested_cases())::uuid[]));
CREATE POLICY own_cases ON xenia.decisions AS RESTRICTIVE TO xenia_coordinator
    USING (xenia.is_case_seen(household, (SELECT xenia.city_seen()), (SELECT xenia.actor_seen())));
CREATE POLICY own_cases ON xenia.household_offers AS RESTRICTIVE TO xenia_coordinator
    USING (xenia.is_case_seen(household, (SELECT xenia.city_seen()), (SELECT xenia.actor_seen())));
CREATE POLICY own_cases ON xenia.placements AS RESTRICTIVE TO xenia_coordinator
    USING (xenia.is_case_seen(household, (SELECT xenia.city_seen()), (SELECT xenia.actor_seen())));
CREATE POLICY own_cases ON xenia.recommendations AS RESTRICTIVE TO xenia_coordinator
    USING (household IS NULL OR xenia.is_case_seen(household, (SELECT xenia.city_seen()), (SELECT xenia.actor_seen())));
ALTER TABLE xenia.household_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE xenia.household_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY of_owner ON xenia.household_keys TO xenia_owner USING (true);
CREATE POLICY of_city ON xenia.household_keys TO xenia_ledger, xenia_keeper
    USING (EXISTS (SELECT FROM xenia.households WHERE id = household));
CREATE POLICY own_cases ON xenia.household_keys TO xenia_coordinator
    USING (xenia.is_case_seen(household, (SELECT xenia.city_seen()), (SELECT xenia.actor_seen())));
-- What she has decided as the second person stays hers to look at.
CREATE POLICY own_cases ON xenia.objections AS RESTRICTIVE TO xenia_coordinator
    USING (decided_by = (SELECT xenia.actor_seen())
           OR xenia.is_case_seen(household, (SELECT xenia.city_seen()), (SELECT xenia.actor_seen())));

-- Who decides and who objects is who asks; what an objection came to is not decided twice.
CREATE POLICY own_name ON xenia.decisions AS RESTRICTIVE FOR INSERT TO xenia_coordinator
    WITH CHECK (decided_by = (SELECT xenia.actor_seen()));
CREATE POLICY own_name ON xenia.objections AS RESTRICTIVE FOR INSERT TO xenia_coordinator
    WITH CHECK (raised_by = (SELECT xenia.actor_seen()));
CREATE POLICY own_decision ON xenia.objections AS RESTRICTIVE FOR UPDATE TO xenia_coordinator
    USING (state = 'open') WITH CHECK (decided_by = (SELECT xenia.actor_seen()));

-- Hands one case over: what is nobody's or one's own; who may be the owner, any. What was handed over is not seen
-- any more by who did it, so an UPDATE of her own could not do it. False: it is not so, or not at this version.
CREATE FUNCTION xenia.hand_over_case(of_city text, of_id uuid, seen_version bigint, new_coordinator text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    is_operator CONSTANT boolean := pg_catalog.current_setting('role') = 'none'
                                    AND pg_catalog.pg_has_role(session_user, 'xenia_owner', 'MEMBER');
    handed_over boolean;
BEGIN
    UPDATE xenia.households
    SET coordinator = new_coordinator, version = version + 1, changed_at = pg_catalog.now()
    WHERE city = of_city AND id = of_id AND version = seen_version
      AND (is_operator OR (city = xenia.city_seen()
                           AND (coordinator IS NULL OR coordinator = xenia.actor_seen())));
    handed_over := FOUND;
    -- A name that nobody has would be a case that nobody sees, until somebody is given that name.
    IF handed_over AND new_coordinator IS NOT NULL AND NOT is_operator AND new_coordinator IS DISTINCT FROM xenia.actor_seen()
       AND NOT EXISTS (SELECT FROM (SELECT id AS name, role, city, state FROM xenia.users
                                    UNION ALL SELECT label, role, city, state FROM xenia.tokens) AS heir
                       WHERE name = new_coordinator AND role = 'coordinator' AND state = 'active' AND city IN ('', of_city)) THEN
        RAISE EXCEPTION 'there is no coordinator ''%''', new_coordinator
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'coordinator: one who can come in and serves the city';
    END IF;
    RETURN handed_over;
END
$$;
COMMENT ON FUNCTION xenia.hand_over_case(text, uuid, bigint, text) IS 'Gives a case that is nobody''s or one''s own to somebody, or with null to the office''s queue.';

-- All cases of one who has left, without anybody looking at one.
CREATE FUNCTION xenia.hand_over(from_coordinator text, to_coordinator text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    n_cases bigint;
BEGIN
    UPDATE xenia.households
    SET coordinator = to_coordinator, version = version + 1, changed_at = pg_catalog.now()
    WHERE coordinator = from_coordinator AND coordinator IS DISTINCT FROM to_coordinator
      AND city = ANY (xenia.login_cities());
    GET DIAGNOSTICS n_cases = ROW_COUNT;
    RETURN n_cases;
END
$$;
COMMENT ON FUNCTION xenia.hand_over(text, text) IS 'Gives all cases of one coordinator to another, or with null to the office''s queue; how many.';

-- --- a corporation sees what it offers, a desk writes what is entered by hand ------------------------------------------

CREATE POLICY own_offers ON xenia.offers AS RESTRICTIVE TO xenia_corporation
    USING (corporation = (SELECT xenia.corporation_seen()));
CREATE POLICY own_offers ON xenia.dwellings AS RESTRICTIVE TO xenia_corporation
    USING (EXISTS (SELECT FROM xenia.offers WHERE offers.city = dwellings.city AND offers.id = dwellings.id));
CREATE POLICY by_hand ON xenia.offers AS RESTRICTIVE FOR INSERT TO xenia_coordinator, xenia_corporation
    WITH CHECK (source = 'desk');

-- Placements of the desk are of households: who imports placements sees the imported ones alone.
CREATE POLICY imported ON xenia.placements AS RESTRICTIVE TO xenia_steward USING (source = 'import');

-- --- kept answers: whose request it was; those about a household, whoever has its case -----------------------------------

ALTER TABLE xenia.write_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE xenia.write_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY of_owner ON xenia.write_keys TO xenia_owner USING (true);
CREATE POLICY of_actor ON xenia.write_keys USING (actor = (SELECT xenia.actor_seen()));
CREATE POLICY of_case ON xenia.write_keys FOR SELECT TO xenia_coordinator
    USING (household IS NOT NULL AND xenia.is_case_seen(household, (SELECT xenia.city_seen()), (SELECT xenia.actor_seen())));
CREATE POLICY of_case_forgotten ON xenia.write_keys FOR DELETE TO xenia_coordinator
    USING (household IS NOT NULL AND xenia.is_case_seen(household, (SELECT xenia.city_seen()), (SELECT xenia.actor_seen())));
CREATE POLICY past_term ON xenia.write_keys TO xenia_refresher, xenia_keeper
    USING (taken_at < pg_catalog.now() - interval '2 days') WITH CHECK (false);

-- --- placements as they count, without any household ----------------------------------------------------------------------

-- Those that stand, and the offers that may become one: those are pending, as is what is agreed; a draft has no
-- day yet. Where no coordinates are known, the smallest area in which the dwelling is known to lie stands for
-- them, as long as the city has it.
CREATE VIEW xenia.placements_counted WITH (security_barrier) AS
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
COMMENT ON VIEW xenia.placements_counted IS 'Placements for classes and effects: when, how many persons, where. Of no household.';

-- --- registering a city --------------------------------------------------------------------------------------------------

CREATE FUNCTION xenia.put_city(new_id text, new_title text, is_demonstration boolean, new_definition text,
                               new_source_note text, new_counts_as_of text, new_policy_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM xenia.cities WHERE id = new_id) AND NOT new_id = ANY (xenia.login_cities()) THEN
        RAISE EXCEPTION 'city % is there, and not of this login', new_id USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF new_policy_id IS NOT NULL AND NOT new_policy_id = ANY (xenia.policies_seen()) THEN
        RAISE EXCEPTION 'there is no policy %', new_policy_id
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'policy_id: a policy in xenia.policies';
    END IF;
    INSERT INTO xenia.cities (id, title, demonstration, definition, source_note, counts_as_of, policy_id)
    VALUES (new_id, new_title, is_demonstration, new_definition, new_source_note, new_counts_as_of, new_policy_id)
    ON CONFLICT (id) DO UPDATE
        SET title = excluded.title, demonstration = excluded.demonstration, definition = excluded.definition,
            source_note = excluded.source_note, counts_as_of = excluded.counts_as_of, policy_id = excluded.policy_id;
END
$$;
COMMENT ON FUNCTION xenia.put_city(text, text, boolean, text, text, text, bigint) IS 'Registers a city or changes what is said about it; a city or a policy of another login is refused.';

-- How much there is, for who looks after the database and may read none of it.
CREATE FUNCTION xenia.held() RETURNS TABLE (n_cities bigint, n_offers bigint, n_snapshots bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    served CONSTANT text[] := xenia.login_cities();
BEGIN
    RETURN QUERY SELECT (SELECT count(*) FROM xenia.cities WHERE id = ANY (served)),
                        (SELECT count(*) FROM xenia.offers WHERE city = ANY (served) AND withdrawn_at IS NULL),
                        (SELECT count(*) FROM xenia.snapshots WHERE city = ANY (served));
END
$$;
COMMENT ON FUNCTION xenia.held() IS 'Numbers of cities, of offers that stand and of snapshots in the cities of this login.';

-- --- what follows from what, whoever writes -------------------------------------------------------------------------------

-- The steps of src/store; by plain SQL there are no others. Arguments: each "FROM TO".
CREATE FUNCTION xenia.check_step() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT OLD.state || ' ' || NEW.state = ANY (TG_ARGV) THEN
        RAISE EXCEPTION '%.% does not go from % to %', TG_TABLE_SCHEMA, TG_TABLE_NAME, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'step';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER step BEFORE UPDATE ON xenia.households FOR EACH ROW WHEN (OLD.state <> NEW.state)
    EXECUTE FUNCTION xenia.check_step('waiting placed', 'waiting left', 'placed waiting', 'placed left');
CREATE TRIGGER step BEFORE UPDATE ON xenia.household_offers FOR EACH ROW WHEN (OLD.state <> NEW.state)
    EXECUTE FUNCTION xenia.check_step('draft made', 'draft withdrawn', 'made accepted', 'made refused', 'made expired',
                                      'made withdrawn', 'accepted withdrawn');
CREATE TRIGGER step BEFORE UPDATE ON xenia.placements FOR EACH ROW WHEN (OLD.state <> NEW.state)
    EXECUTE FUNCTION xenia.check_step('agreed moved_in', 'agreed ended', 'moved_in ended');
CREATE TRIGGER step BEFORE UPDATE ON xenia.objections FOR EACH ROW WHEN (OLD.state <> NEW.state)
    EXECUTE FUNCTION xenia.check_step('open upheld', 'open rejected', 'open withdrawn');

CREATE FUNCTION xenia.refuse_step() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation', CONSTRAINT = 'step';
END
$$;
CREATE TRIGGER not_live_again BEFORE UPDATE ON xenia.household_offers
    FOR EACH ROW WHEN (NEW.live AND NOT OLD.live) EXECUTE FUNCTION xenia.refuse_step('an offer that is closed stays closed');
CREATE TRIGGER erased_for_good BEFORE UPDATE ON xenia.households
    FOR EACH ROW WHEN (OLD.erased_at IS NOT NULL AND NEW.erased_at IS DISTINCT FROM OLD.erased_at)
    EXECUTE FUNCTION xenia.refuse_step('who is erased stays erased');
CREATE TRIGGER erased_when_over BEFORE UPDATE ON xenia.households
    FOR EACH ROW WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW.state = 'waiting')
    EXECUTE FUNCTION xenia.refuse_step('a household that waits is not erased: it leaves first');

-- An offer follows from a decision about the same household and dwelling, a placement of the desk from an offer that
-- was accepted, an objection is against whoever decided its offer.
CREATE FUNCTION xenia.check_offer() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM xenia.decisions
                   WHERE id = NEW.decision AND (city, household, dwelling) = (NEW.city, NEW.household, NEW.dwelling)) THEN
        RAISE EXCEPTION 'no such decision about this household and this dwelling'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'an offer follows from a decision';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER origin BEFORE INSERT ON xenia.household_offers FOR EACH ROW EXECUTE FUNCTION xenia.check_offer();

CREATE FUNCTION xenia.check_placement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM xenia.household_offers AS offer
                   JOIN xenia.decisions USING (city, household, dwelling)
                   WHERE offer.id = NEW.offer AND offer.state = 'accepted'
                     AND decisions.id = NEW.decision AND decisions.persons = NEW.persons
                     AND (city, household, dwelling) = (NEW.city, NEW.household, NEW.dwelling)) THEN
        RAISE EXCEPTION 'no offer of this dwelling was accepted by this household'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'a placement follows from an offer';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER origin BEFORE INSERT ON xenia.placements
    FOR EACH ROW WHEN (NEW.source = 'desk') EXECUTE FUNCTION xenia.check_placement();

CREATE FUNCTION xenia.check_objection() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.against <> coalesce((SELECT decided_by FROM xenia.household_offers AS offer
                                JOIN xenia.decisions ON decisions.id = offer.decision
                                WHERE offer.id = NEW.offer AND offer.household = NEW.household), '') THEN
        RAISE EXCEPTION 'an objection is against whoever decided'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'against: who decided';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER origin BEFORE INSERT ON xenia.objections FOR EACH ROW EXECUTE FUNCTION xenia.check_objection();

-- --- the log -----------------------------------------------------------------------------------------------------------

ALTER TABLE audit.entries
    DROP CONSTRAINT "action: insert, update or delete",
    ADD CONSTRAINT "action: insert, update, delete or restate"
        CHECK (action IN ('insert', 'update', 'delete', 'restate'));
COMMENT ON COLUMN audit.entries.action IS 'restate: nobody changed the row; a new version of the schema gave it another shape, and so another SHA-256.';

-- An entry holds the digest of its whole row: a migration that gives the rows of an audited table another shape
-- says so of each row.
CREATE PROCEDURE audit.restate(restated regclass)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE pg_catalog.format(
        'INSERT INTO audit.entries (city, actor, role, table_name, row_id, action, state, version, sha256)
         SELECT line ->> ''city'', session_user, ''migration'', $1, line ->> ''id'', ''restate'', line ->> ''state'',
                (line ->> ''version'')::bigint,
                pg_catalog.sha256(pg_catalog.convert_to(line::text, ''UTF8''))
         FROM (SELECT pg_catalog.to_jsonb(held) AS line FROM %s AS held) AS lines
         ORDER BY line ->> ''id'' COLLATE "C"', restated)
    USING (SELECT relname FROM pg_catalog.pg_class WHERE oid = restated);
END
$$;
COMMENT ON PROCEDURE audit.restate(regclass) IS 'Adds an entry for every row of an audited table whose shape a migration has changed.';

-- Decisions got a column in 0009.
CALL audit.restate('xenia.households');
CALL audit.restate('xenia.decisions');

-- --- casework: walled off (R16) -----------------------------------------------------------------------------------------

CREATE SCHEMA casework;
COMMENT ON SCHEMA casework IS 'Contracts, contacts, notifications: no key in it joins with xenia, and no role of the office may look inside.';

-- --- whose it all is ------------------------------------------------------------------------------------------------------

DO $$
DECLARE
    owned record;
BEGIN
    EXECUTE 'ALTER SCHEMA xenia OWNER TO xenia_owner';
    EXECUTE 'ALTER SCHEMA audit OWNER TO xenia_owner';
    EXECUTE 'ALTER SCHEMA casework OWNER TO xenia_owner';
    FOR owned IN SELECT oid::regclass AS name, relkind FROM pg_catalog.pg_class
                 WHERE relnamespace IN ('xenia'::regnamespace, 'audit'::regnamespace) AND relkind IN ('r', 'v') LOOP
        EXECUTE pg_catalog.format('ALTER %s %s OWNER TO xenia_owner',
                                  CASE owned.relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, owned.name);
    END LOOP;
    FOR owned IN SELECT oid::regprocedure AS name, prosqlbody IS NULL AS looks_up FROM pg_catalog.pg_proc
                 WHERE pronamespace IN ('xenia'::regnamespace, 'audit'::regnamespace) LOOP
        IF owned.looks_up THEN -- those of before had an empty search_path
            EXECUTE pg_catalog.format('ALTER ROUTINE %s SET search_path = pg_catalog, pg_temp', owned.name);
        END IF;
        EXECUTE pg_catalog.format('ALTER ROUTINE %s OWNER TO xenia_owner', owned.name);
    END LOOP;
END
$$;

-- --- nobody has anything --------------------------------------------------------------------------------------------------

REVOKE ALL ON SCHEMA xenia, audit, casework FROM PUBLIC, offer_writer;
REVOKE ALL ON ALL TABLES IN SCHEMA xenia, audit FROM PUBLIC, offer_writer;
REVOKE ALL ON ALL ROUTINES IN SCHEMA xenia, audit FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE xenia_owner REVOKE ALL ON TABLES FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE xenia_owner REVOKE ALL ON SEQUENCES FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE xenia_owner REVOKE ALL ON ROUTINES FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE xenia_owner REVOKE ALL ON TYPES FROM PUBLIC;

-- Nor may anybody make something anywhere, except the temporary tables of who stages an import. Databases that
-- belong to somebody else keep what they allow; their administrator runs these lines.
DO $$
BEGIN
    IF pg_catalog.pg_has_role((SELECT datdba FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()),
                              'USAGE') THEN
        EXECUTE pg_catalog.format('REVOKE CREATE, TEMPORARY ON DATABASE %I FROM PUBLIC', pg_catalog.current_database());
        EXECUTE pg_catalog.format('GRANT TEMPORARY ON DATABASE %I TO xenia_steward, xenia_refresher',
                                  pg_catalog.current_database());
        REVOKE CREATE ON SCHEMA public FROM PUBLIC;
    END IF;
END
$$;

-- --- what each role may do ------------------------------------------------------------------------------------------------

-- All of them: which cities there are, which version the schema has, and the functions that row-level security
-- and statements call.
GRANT USAGE ON SCHEMA xenia TO
    xenia_app, xenia_gate, xenia_sealer, xenia_keeper, xenia_ledger, xenia_coordinator, xenia_working_group,
    xenia_scientist, xenia_corporation, xenia_steward, xenia_auditor, xenia_refresher, xenia_admin, offer_writer;
GRANT SELECT ON xenia.migrations TO
    xenia_app, xenia_gate, xenia_sealer, xenia_keeper, xenia_ledger, xenia_coordinator, xenia_working_group,
    xenia_scientist, xenia_corporation, xenia_steward, xenia_auditor, xenia_refresher, xenia_admin;
GRANT SELECT ON xenia.cities TO
    xenia_gate, xenia_sealer, xenia_keeper, xenia_ledger, xenia_coordinator, xenia_working_group, xenia_scientist,
    xenia_corporation, xenia_steward, xenia_auditor, xenia_refresher, xenia_admin;
GRANT EXECUTE ON FUNCTION
    xenia.login_cities(), xenia.city_seen(), xenia.cities_seen(), xenia.names_actor(), xenia.actor_seen(),
    xenia.corporation_seen(), xenia.policies_seen(), xenia.moment(text, date), xenia.day(timestamptz), xenia.written(timestamptz) TO
    xenia_gate, xenia_sealer, xenia_keeper, xenia_ledger, xenia_coordinator, xenia_working_group, xenia_scientist,
    xenia_corporation, xenia_steward, xenia_auditor, xenia_refresher, xenia_admin, offer_writer;

GRANT EXECUTE ON FUNCTION xenia.held() TO xenia_app;

-- offer_writer: the contract of 0002.
GRANT SELECT, INSERT, UPDATE ON xenia.offers TO offer_writer;

-- coordinator: the steps of the desk. Rows of dwellings are written by triggers; who locks one needs the right to
-- change something of it.
GRANT SELECT ON xenia.offers, xenia.dwellings, xenia.policies, xenia.areas, xenia.snapshots, xenia.snapshot_units,
    xenia.snapshot_indices, xenia.published, xenia.placements_counted, xenia.households, xenia.household_keys,
    xenia.decisions, xenia.household_offers, xenia.placements, xenia.objections, xenia.write_keys TO xenia_coordinator;
GRANT INSERT, UPDATE (withdrawn_at) ON xenia.offers TO xenia_coordinator;
GRANT UPDATE (changed_at) ON xenia.dwellings TO xenia_coordinator;
GRANT INSERT (city, id, arrived_on, sealed, reference_hash, coordinator),
    UPDATE (arrived_on, state, left_on, left_reason, sealed, reference_hash, erased_at, version, changed_at)
    ON xenia.households TO xenia_coordinator;
GRANT INSERT, DELETE ON xenia.household_keys TO xenia_coordinator;
GRANT INSERT ON xenia.decisions, xenia.recommendations TO xenia_coordinator;
GRANT INSERT (city, household, dwelling, decision),
    UPDATE (state, live, made_at, expires_at, closed_at, refusal_code, sealed_note, version, changed_at)
    ON xenia.household_offers TO xenia_coordinator;
GRANT INSERT (city, source, decided_on, persons, lon, lat, state, household, offer, dwelling, decision),
    UPDATE (state, moved_in_on, ended_on, sealed_reason, version, changed_at)
    ON xenia.placements TO xenia_coordinator;
GRANT INSERT (city, household, offer, raised_by, against, raised_at, deadline, sealed_text, sealed_ranking),
    UPDATE (state, decided_by, decided_at, sealed_outcome, version, changed_at)
    ON xenia.objections TO xenia_coordinator;
GRANT INSERT, UPDATE, DELETE ON xenia.write_keys TO xenia_coordinator;
GRANT EXECUTE ON FUNCTION xenia.contested_cases(), xenia.is_case_seen(uuid, text, text),
    xenia.hand_over_case(text, uuid, bigint, text) TO xenia_coordinator;

-- corporation: what it offers, and where that stands.
GRANT SELECT, INSERT, UPDATE (withdrawn_at) ON xenia.offers TO xenia_corporation;
GRANT SELECT, UPDATE (changed_at) ON xenia.dwellings TO xenia_corporation;
GRANT SELECT, INSERT, UPDATE ON xenia.write_keys TO xenia_corporation;

-- refresher: computes and publishes, and lets time pass.
GRANT SELECT ON xenia.areas, xenia.counts, xenia.offers, xenia.dwellings, xenia.policies, xenia.class_overrides,
    xenia.placements_counted, xenia.snapshots, xenia.snapshot_units, xenia.snapshot_indices, xenia.published
    TO xenia_refresher;
GRANT INSERT ON xenia.snapshots, xenia.snapshot_units, xenia.snapshot_indices, xenia.published TO xenia_refresher;
GRANT UPDATE (snapshot, published_at) ON xenia.published TO xenia_refresher;
GRANT SELECT (city, id, state, version, expires_at), UPDATE (state, live, closed_at, version, changed_at)
    ON xenia.household_offers TO xenia_refresher;
GRANT SELECT (city, offer, state) ON xenia.objections TO xenia_refresher;
GRANT UPDATE (state, version, changed_at) ON xenia.dwellings TO xenia_refresher;
GRANT SELECT (taken_at), DELETE ON xenia.write_keys TO xenia_refresher;

-- steward: counts and policies, and what is brought in.
GRANT SELECT ON xenia.policies, xenia.class_overrides, xenia.commitments, xenia.dwellings, xenia.placements_counted,
    xenia.snapshots, xenia.snapshot_units, xenia.snapshot_indices, xenia.published TO xenia_steward;
GRANT SELECT, INSERT, DELETE ON xenia.areas, xenia.counts, xenia.placements TO xenia_steward;
GRANT SELECT, INSERT, UPDATE ON xenia.offers TO xenia_steward;
GRANT INSERT (name, version, text, sha256, signed_by, signed_on, valid_until) ON xenia.policies TO xenia_steward;
GRANT INSERT (city, level_name, unit_id, class, reason, signed_by, signed_on, valid_until, sha256, source)
    ON xenia.class_overrides TO xenia_steward;
GRANT INSERT, UPDATE, DELETE ON xenia.commitments TO xenia_steward;
GRANT SELECT, INSERT, UPDATE ON xenia.write_keys TO xenia_steward;
GRANT EXECUTE ON FUNCTION xenia.put_city(text, text, boolean, text, text, text, bigint) TO xenia_steward;

-- scientist: the indices of the whole city. The working group has what is published, from 0013 on.
GRANT SELECT ON xenia.snapshots, xenia.snapshot_indices, xenia.published TO xenia_scientist;

-- auditor: the log. With the seals comes the comparison of rows with what it says of them.
GRANT USAGE ON SCHEMA audit TO xenia_auditor, xenia_sealer;
GRANT SELECT ON audit.entries TO xenia_auditor, xenia_sealer;

-- ledger: what it counts (src/store/ledger_records.c). Households stay sealed; the daemon counts their persons.
GRANT SELECT ON xenia.offers, xenia.dwellings, xenia.commitments, xenia.household_keys TO xenia_ledger;
GRANT SELECT (city, id, arrived_on, left_on, state, erased_at, sealed) ON xenia.households TO xenia_ledger;
GRANT SELECT (city, id, household, dwelling, decision, state, drafted_at, made_at, expires_at, closed_at, refusal_code)
    ON xenia.household_offers TO xenia_ledger;
GRANT SELECT (city, id, class, level, unit_id, dwelling_unit_id, persons, tie_distance_m, effect_before, effect_after,
    rank, n_listed, reason_code, decided_by) ON xenia.decisions TO xenia_ledger;
GRANT SELECT (city, id, source, household, offer, dwelling, decision, state, decided_on, moved_in_on, ended_on)
    ON xenia.placements TO xenia_ledger;
GRANT SELECT (city, id, state, raised_at, deadline, decided_at) ON xenia.objections TO xenia_ledger;

-- gate: hands over the cases of one who has left. What else it and the others need comes with their tables.
GRANT EXECUTE ON FUNCTION xenia.hand_over(text, text) TO xenia_gate;
