-- What somebody tries who has a login of psql in a role of the office, and knows SQL.
BEGIN;
SELECT plan(99);
CREATE ROLE anna LOGIN IN ROLE xenia_coordinator; -- serves the south
CREATE ROLE nora LOGIN IN ROLE xenia_coordinator; -- serves no city
CREATE ROLE dirk LOGIN IN ROLE xenia_coordinator;
CREATE ROLE stew LOGIN IN ROLE xenia_steward;
CREATE ROLE audi LOGIN IN ROLE xenia_auditor;
CREATE ROLE refr LOGIN IN ROLE xenia_refresher;
CREATE ROLE corp LOGIN IN ROLE xenia_corporation;
CREATE ROLE lena LOGIN IN ROLE xenia_ledger;
CREATE ROLE app_north LOGIN NOINHERIT IN ROLE xenia_coordinator, xenia_steward, xenia_gate;
INSERT INTO xenia.policies (name, version, text, sha256, recorded_by) VALUES ('plan', '1', 'of the north', '1', 'app_north');
INSERT INTO xenia.cities (id, title, demonstration, definition, policy_id)
SELECT 'north', 'North', false, 'n', id FROM xenia.policies;
INSERT INTO xenia.cities (id, title, demonstration, definition) VALUES ('south', 'South', false, 's');
DELETE FROM xenia.city_logins WHERE login = 'xenia_app' AND city = 'north';
INSERT INTO xenia.city_logins VALUES ('north', 'app_north'), ('north', 'dirk'), ('south', 'dirk'), ('south', 'anna'),
    ('south', 'stew'), ('south', 'audi'), ('south', 'refr'), ('south', 'corp'), ('south', 'lena');
INSERT INTO xenia.offers (city, id, corporation, lon, lat)
VALUES ('north', 'n1', 'Wohn', 7, 52), ('south', 's1', 'Wohn', 7, 51), ('south', 's2', 'Wohn', 7, 51);
INSERT INTO xenia.households (city, id, arrived_on, sealed, coordinator) VALUES
    ('south', '00000000-0000-0000-0000-00000000000a', '2004-01-01', '\x00', 'anna'),
    ('south', '00000000-0000-0000-0000-00000000000b', '2004-01-01', '\x00', 'bea'),
    ('north', '00000000-0000-0000-0000-00000000000d', '2004-01-01', '\x00', NULL);
INSERT INTO xenia.household_keys SELECT id, pg_catalog.convert_to(pg_catalog.repeat('x', 72), 'UTF8') FROM xenia.households;

CREATE FUNCTION pg_temp.decide(household text, dwelling text, decided_by text) RETURNS text LANGUAGE sql AS $$
    SELECT pg_catalog.format('INSERT INTO xenia.decisions (city, household, dwelling, decided_by, decided_at, class, snapshot, policy_id,
                                  policy_name, policy_version, rank, n_listed, request_digest, persons)
                              VALUES (''south'', ''00000000-0000-0000-0000-00000000000%s'', %L, %L, now(), ''mixed'', ''s'', 0,
                                      ''p'', ''1'', 1, 1, ''d'', 4) RETURNING 1', household, dwelling, decided_by) $$;
CREATE FUNCTION pg_temp.is_anna(statement text, wanted text, what text) RETURNS text LANGUAGE sql AS $$
    SELECT tap.is(tap.ask('anna', NULL, 'south', 'bea', statement), wanted, what) $$;
CREATE FUNCTION pg_temp.brings(statement text, wanted text, what text, corporation text DEFAULT '') RETURNS text LANGUAGE sql AS $$
    SELECT tap.is(tap.ask('xenia_app', 'importer', 'south', 'anna', statement, corporation), wanted, what) $$;

-- --- which city
\set cases 'SELECT coalesce(string_agg(right(id::text, 1), '''' ORDER BY id), '''') FROM xenia.households'
SELECT is(tap.ask('dirk', NULL, 'north', '', :'cases') || tap.ask('dirk', NULL, 'south', '', :'cases'), 'd', 'who serves two cities sees the one that is named');
SELECT is(tap.ask('anna', NULL, 'north', '', :'cases'), '', 'who serves one does not see the other by naming it');
SELECT is(tap.ask('nora', NULL, city, 'anna', 'SELECT count(*) FROM ' || relation), '0', 'who serves none sees none: ' || relation || ' of ' || city)
FROM (VALUES ('xenia.households'), ('xenia.cities'), ('xenia.offers'), ('xenia.placements_counted'), ('xenia.policies')) AS of_table (relation),
     (VALUES ('south'), ('')) AS of_city (city);

-- --- another role
SELECT is(tap.ask('anna', NULL, 'south', '', format('SELECT set_config(''role'', %L, false)', role)), '42501', 'a coordinator does not become ' || role)
FROM (VALUES ('xenia_owner'), ('xenia_gate'), ('xenia_app'), ('xenia_ledger'), ('xenia_steward')) AS taken (role);

-- --- in another name
SELECT set_config('xenia.role', 'admin', true);
SELECT pg_temp.is_anna($$ INSERT INTO xenia.households (city, id, arrived_on, sealed, coordinator)
                          VALUES ('south', '00000000-0000-0000-0000-00000000000e', '2004-01-01', '\x00', 'anna') RETURNING 'added' $$,
                       'added', 'anna, who says that she is bea, enters a case');
SELECT is((SELECT actor || ' ' || role FROM audit.entries ORDER BY id DESC LIMIT 1), 'anna sql', '... and the log has who she is');
SELECT is(tap.ask('xenia_app', 'coordinator', 'south', 'bea',
                  $$ UPDATE xenia.households SET version = 2 WHERE coordinator = 'bea' RETURNING 'changed' $$), 'changed', 'the program is believed');
SELECT is((SELECT actor || ' ' || role FROM audit.entries ORDER BY id DESC LIMIT 1), 'bea admin', '... and the log has whom it names');
SELECT set_config('xenia.role', '', true);
SELECT pg_temp.is_anna(pg_temp.decide('a', 's1', 'bea'), '42501', 'she does not decide as bea');
SELECT pg_temp.is_anna(pg_temp.decide('b', 's1', 'anna'), '42501', 'nor about a case of bea');
SELECT pg_temp.is_anna(pg_temp.decide('a', 's1', 'anna'), '1', 'about her own she decides');
SELECT pg_temp.is_anna($$ INSERT INTO xenia.write_keys (actor, key, method, path, body_sha256, household, answer)
                          VALUES ('bea', 'k', 'POST', '/', '', '00000000-0000-0000-0000-00000000000a', 'forged') RETURNING 1 $$,
                       '42501', 'she answers nothing that bea may ask');
SELECT is(tap.ask('stew', NULL, 'south', 'x', $$ INSERT INTO xenia.policies (name, version, text, sha256, recorded_by)
                                                 VALUES ('own', '1', 't', '2', 'anna') RETURNING 1 $$), '42501', 'nobody records a policy for another');
SELECT is(tap.ask('stew', NULL, 'south', 'x', $$ INSERT INTO xenia.class_overrides (city, level_name, unit_id, reason, signed_by, signed_on,
                                                     valid_until, sha256, source, recorded_by)
                                                 VALUES ('south', 'l', '1', 'r', 's', '2004-01-01', '2004-01-01', 'a', 'f', 'anna') RETURNING 1 $$),
          '42501', 'nor an override');
SELECT is(tap.ask('stew', NULL, 'south', 'x', $$ INSERT INTO xenia.publications (city, id, period, made_on, made_by, snapshot, policy, areas_digest, document)
                                                 VALUES ('south', '', '2004Q1', '2004-01-01', 'anna', 's', 'p', '', '') RETURNING 1 $$),
          '42501', 'nor a publication');
SELECT is(tap.ask('corp', NULL, 'south', '', 'SELECT count(*) FROM xenia.offers', 'Wohn'), '0', 'which corporation one is the program says');

-- --- policies of another city
SELECT is(tap.ask('stew', NULL, 'south', '', 'SELECT count(*) FROM xenia.policies'), '0', 'the policy of another city is not seen');
SELECT is(tap.ask('app_north', 'steward', 'north', '', 'SELECT text FROM xenia.policies'), 'of the north', '... the own one is');
SELECT is(tap.ask('stew', NULL, 'south', '', format('SELECT xenia.put_city(''south'', ''t'', false, ''d'', NULL, NULL, %s)',
                                                     (SELECT policy_id FROM xenia.cities WHERE id = 'north'))), '23503', '... nor followed, to see it');
SELECT is(tap.ask('stew', NULL, 'south', '', $$ INSERT INTO xenia.policies (name, version, text, sha256)
                                                VALUES ('plan', '1', 'of the south', '3') RETURNING 1 $$), '1', 'a city has its own of the same name');
SELECT is(tap.ask('stew', NULL, 'south', '', 'SELECT string_agg(text, '','') FROM xenia.policies'), 'of the south', '... and sees that one');

-- --- functions, asked by hand
SELECT is(tap.ask('xenia_app', NULL, '', '', 'SELECT concat_ws('','', n_cities, n_offers, n_snapshots) FROM xenia.held()'), '1,2,0', 'how much a login''s cities hold it may know');
SELECT pg_temp.is_anna('SELECT n_offers FROM xenia.held()', '42501', '... and the office need not');
SELECT pg_temp.is_anna($$ SELECT xenia.is_case_seen('00000000-0000-0000-0000-00000000000b', 'south', 'bea') $$, 'false', 'whose case it is, is no answer');
SELECT pg_temp.is_anna($$ SELECT xenia.is_case_seen('00000000-0000-0000-0000-00000000000d', 'north', 'anna') $$, 'false', 'nor of which city');
SELECT is(tap.ask('audi', NULL, 'south', '', format('SELECT count(*) FROM audit.%s(%s)', name, city)), '42501', name || ' of ' || city)
FROM (VALUES ('row_digests'), ('offers_unlike_dwellings')) AS of_function (name), (VALUES ('''north'''), ('NULL')) AS of_city (city);
SELECT is(tap.ask('xenia_app', 'keeper', 'south', '', format('SELECT xenia.%s(%s)', name, city)), '42501', name || ' of ' || city)
FROM (VALUES ('purge_offers'), ('purge_dwellings')) AS of_function (name), (VALUES ('''north'''), ('NULL')) AS of_city (city);
SELECT is(tap.ask('lena', NULL, 'south', '', 'SELECT count(*) FROM xenia.household_keys'), '2', 'the ledger has the keys of the city');

-- --- one thing follows from another
SELECT pg_temp.is_anna($$ INSERT INTO xenia.household_offers (city, household, dwelling, decision)
                          SELECT 'south', household, 's2', id FROM xenia.decisions RETURNING 1 $$, '23503', 'no offer of a dwelling that was not decided about');
SELECT pg_temp.is_anna($$ INSERT INTO xenia.household_offers (city, household, dwelling, decision)
                          SELECT 'south', '00000000-0000-0000-0000-00000000000e', 's1', id FROM xenia.decisions RETURNING 1 $$, '23503', 'nor to another household');
INSERT INTO xenia.household_offers (city, household, dwelling, decision) SELECT city, household, dwelling, id FROM xenia.decisions;
\set place 'INSERT INTO xenia.placements (city, source, decided_on, persons, state, household, offer, dwelling, decision) SELECT city, ''desk'', ''2004-01-01'', 4, ''agreed'', household, id, dwelling, decision FROM xenia.household_offers RETURNING state'
SELECT pg_temp.is_anna(:'place', '23503', 'no placement of an offer that was not accepted');
SELECT pg_temp.is_anna($$ UPDATE xenia.household_offers SET state = 'accepted', made_at = now(), expires_at = now(), closed_at = now() RETURNING 1 $$, '23514',
                       'a draft is not accepted');
SELECT pg_temp.is_anna($$ UPDATE xenia.household_offers SET state = 'made', made_at = now(), expires_at = now() RETURNING state $$, 'made', 'it is made');
SELECT pg_temp.is_anna($$ INSERT INTO xenia.objections (city, household, offer, raised_by, against, raised_at, deadline, sealed_text, sealed_ranking)
                          SELECT 'south', household, id, 'bea', 'anna', now(), '2100-01-01', '', '' FROM xenia.household_offers RETURNING 1 $$, '42501',
                       'an objection is not raised in the name of bea');
SELECT pg_temp.is_anna($$ INSERT INTO xenia.objections (city, household, offer, raised_by, against, raised_at, deadline, sealed_text, sealed_ranking)
                          SELECT 'south', household, id, 'anna', '', now(), '2100-01-01', '', '' FROM xenia.household_offers RETURNING 1 $$, '23514',
                       'nor against nobody, when somebody decided');
INSERT INTO xenia.objections (city, household, offer, raised_by, against, raised_at, deadline, sealed_text, sealed_ranking)
SELECT city, household, id, 'bea', 'anna', now(), '2100-01-01', '', '' FROM xenia.household_offers;
\set uphold 'UPDATE xenia.objections SET state = ''upheld'', decided_at = now(), sealed_outcome = ''\\x00'', decided_by = '
SELECT pg_temp.is_anna(:'uphold' || '''anna'' RETURNING 1', '23514', 'who decided does not decide about the objection');
SELECT pg_temp.is_anna(:'uphold' || '''carl'' RETURNING 1', '42501', 'nor as carl');
SELECT is(tap.ask('dirk', NULL, 'south', 'anna', :'uphold' || '''dirk'' RETURNING state'), 'upheld', 'a second person does');
SELECT is(tap.ask('dirk', NULL, 'south', 'anna', $$ UPDATE xenia.objections SET sealed_outcome = '\x01' RETURNING 1 $$), NULL, 'once');
SELECT throws_ok($$ UPDATE xenia.objections SET state = 'open', decided_by = NULL, decided_at = NULL, sealed_outcome = NULL $$, '23514', NULL, 'nobody opens it again');
SELECT pg_temp.is_anna($$ UPDATE xenia.household_offers SET state = 'accepted', closed_at = now() RETURNING state $$, 'accepted', 'the offer is accepted');
SELECT pg_temp.is_anna(replace(:'place', ', 4,', ', 9,'), '23503', 'no placement of more persons than were decided about');
SELECT pg_temp.is_anna(:'place', 'agreed', 'the placement that follows is made');
UPDATE xenia.placements SET state = 'ended', ended_on = '2005-01-01';
UPDATE xenia.household_offers SET live = false;
SELECT pg_temp.is_anna($$ UPDATE xenia.placements SET state = 'moved_in', moved_in_on = '2004-02-01', ended_on = NULL RETURNING 1 $$, '23514', 'what has ended does not begin again');
SELECT pg_temp.is_anna($$ UPDATE xenia.household_offers SET live = true RETURNING 1 $$, '23514', 'nor is a closed offer live again');

-- --- erased for good
\set of_e ' WHERE id = ''00000000-0000-0000-0000-00000000000e'' RETURNING 1'
SELECT pg_temp.is_anna('UPDATE xenia.households SET sealed = NULL, erased_at = now()' || :'of_e', '23514', 'who waits is not erased');
UPDATE xenia.households SET state = 'left', left_on = '2004-02-01', left_reason = 'OTHER' WHERE coordinator = 'anna';
SELECT pg_temp.is_anna('UPDATE xenia.households SET sealed = NULL, erased_at = now()' || :'of_e', '1', 'who has left is');
SELECT pg_temp.is_anna($$ UPDATE xenia.households SET sealed = '\x00', erased_at = NULL $$ || :'of_e', '23514', 'and stays so');

-- --- the server
SELECT pg_temp.is_anna(statement, '42501', 'refused: ' || statement)
FROM (VALUES ('COPY (SELECT 1) TO PROGRAM ''id'''), ('SELECT pg_read_file(''/etc/passwd'')'), ('SELECT lo_import(''/etc/passwd'')'),
             ('CREATE EXTENSION dblink SCHEMA public'), ('CREATE TEMPORARY TABLE t (x integer)'), ('CREATE TABLE public.t (x integer)'),
             ('LOCK TABLE xenia.households IN ROW EXCLUSIVE MODE'), ('TRUNCATE xenia.household_keys'),
             ('SELECT setval(''xenia.decisions_id_seq'', 1)'), ('ALTER TABLE xenia.households DISABLE ROW LEVEL SECURITY'),
             ('DROP POLICY own_cases ON xenia.households'), ('SET session_replication_role = replica')) AS tried (statement);
SELECT is(tap.ask('anna', NULL, 'south', '', 'SELECT count(*) FROM pg_stats WHERE schemaname IN (''xenia'', ''audit'') AND tablename <> ''migrations'' AND tablename <> ''retention'''), '0',
          'statistics say nothing of what row-level security hides');
-- --- temporary types do not stand before those that functions mean
CREATE FUNCTION tap.own_temporary_types() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    of_type name;
BEGIN
    CREATE FUNCTION pg_temp.trap() RETURNS boolean LANGUAGE plpgsql AS
        'BEGIN IF current_user = ''xenia_owner'' THEN RAISE EXCEPTION USING ERRCODE = ''XX001''; END IF; RETURN true; END';
    FOREACH of_type IN ARRAY ARRAY['text', 'uuid', 'bytea', 'jsonb', 'date', 'regclass', 'int8', 'bool', 'timestamptz', '_text', '_uuid'] LOOP
        EXECUTE format('CREATE DOMAIN pg_temp.%I AS pg_catalog.%I CHECK (pg_temp.trap())', of_type, of_type);
    END LOOP;
    INSERT INTO xenia.commitments (city, corporation, quarter, n_dwellings) VALUES ('south', 'W', '2004Q1', 1);
    INSERT INTO xenia.offers (city, id) VALUES ('south', 's9');
    PERFORM xenia.put_city('south', 'South', false, 's', NULL, NULL, NULL);
    RETURN 'written';
END
$$;
GRANT USAGE ON SCHEMA tap TO stew;
GRANT EXECUTE ON FUNCTION tap.own_temporary_types() TO stew;
SELECT is(tap.ask('stew', NULL, 'south', '', 'SELECT tap.own_temporary_types()'), 'written', 'who makes a type "text" is not called by the owner''s functions');

-- --- accounts of the whole service
INSERT INTO xenia.users (id, role, password_hash) VALUES ('chief', 'admin', '$argon2id$x');
SELECT is(tap.ask('app_north', 'gate', '', '', $$ INSERT INTO xenia.users (id, role, password_hash) VALUES ('evil', 'coordinator', '$argon2id$x') RETURNING 'added' $$),
          '42501', 'a login of one city makes no account of the whole service');
SELECT is(tap.ask('app_north', 'gate', '', '', $$ INSERT INTO xenia.users (id, city, role, password_hash) VALUES ('good', 'north', 'coordinator', '$argon2id$x') RETURNING 'added' $$),
          'added', '... but one of its city');
SELECT is(tap.ask('app_north', 'gate', '', '', $$ WITH changed AS (UPDATE xenia.users SET password_hash = '$argon2id$y' WHERE id = 'chief' RETURNING 1) SELECT count(*) FROM changed $$),
          '0', '... and does not change one of the whole service');
SELECT is(tap.ask('app_north', 'gate', '', '', $$ INSERT INTO xenia.tokens (label, role, city, hash) VALUES ('evil', 'coordinator', '', sha256('x')) RETURNING 'added' $$),
          '42501', '... nor makes a token of it');

-- --- who is erased stays so
UPDATE xenia.households SET erased_at = now(), sealed = NULL WHERE id = '00000000-0000-0000-0000-00000000000a';
SELECT pg_temp.is_anna(pg_temp.decide('a', 's1', 'anna'), '23514', 'nothing is decided about who is erased');
SELECT pg_temp.is_anna($$ INSERT INTO xenia.recommendations (city, household, snapshot, policy_id, request_digest, n_listed)
                          VALUES ('south', '00000000-0000-0000-0000-00000000000a', 's', 0, 'd', 1) $$, '23514', 'nor a list shown logged');

-- --- the term of R10
SELECT is((SELECT definition LIKE '%past_placements%' FROM pg_views WHERE viewname = 'placements_recent'), true, 'placements of erased households go on counting for the term');

-- --- who brings a feed
SELECT pg_temp.brings($$ INSERT INTO xenia.offers (city, id, source, corporation) VALUES ('south', 'f1', 'feed', 'Any') RETURNING id $$, 'f1', 'an importer brings offers of anybody');
SELECT pg_temp.brings($$ INSERT INTO xenia.offers (city, id, source, corporation) VALUES ('south', 'f2', 'feed', 'Wohn') RETURNING id $$, 'f2', 'for a corporation its own', 'Wohn');
SELECT pg_temp.brings($$ INSERT INTO xenia.offers (city, id, source, corporation) VALUES ('south', 'f3', 'feed', 'Any') $$, '42501', '... and no other''s', 'Wohn');
SELECT pg_temp.brings($$ INSERT INTO xenia.offers (city, id, source) VALUES ('south', 'f3', 'feed') $$, '42501', '... nor nobody''s', 'Wohn');
SELECT pg_temp.brings($$ UPDATE xenia.offers SET withdrawn_at = now() WHERE id = 'f1' RETURNING id $$, NULL, 'it withdraws nothing of another', 'Wohn');
SELECT pg_temp.brings($$ UPDATE xenia.offers SET corporation = 'Any' WHERE id = 'f2' $$, '42501', 'nor gives its own away', 'Wohn');
SELECT pg_temp.brings(format($$ INSERT INTO xenia.offers (city, id, source, corporation) VALUES ('south', 'f4', %L, 'Any') $$, source), '42501', 'nothing is brought as entered by hand: ' || source)
FROM (VALUES ('desk'), ('sql')) AS by_hand (source);
SELECT pg_temp.brings($$ UPDATE xenia.offers SET rooms = 1 WHERE id = 's1' RETURNING id $$, NULL, '... nor is what was entered by hand changed');
SELECT pg_temp.brings($$ INSERT INTO xenia.offers (city, id, source, corporation) VALUES ('north', 'f5', 'feed', 'Any') $$, '42501', 'nor in another city');
SELECT pg_temp.brings($$ SELECT count(*) FROM xenia.households $$, '42501', 'and it sees no household');

SELECT * FROM finish();
ROLLBACK;
