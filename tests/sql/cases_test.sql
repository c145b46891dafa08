-- Whose case it is (R11), and two cities that are kept apart (R20): asked by the login of the program, and by logins
-- of people who work with psql.
BEGIN;
SELECT plan(43);
CREATE ROLE app_north LOGIN NOINHERIT IN ROLE xenia_coordinator, xenia_refresher, xenia_steward, xenia_corporation, xenia_gate;
CREATE ROLE dora LOGIN IN ROLE xenia_coordinator;
INSERT INTO xenia.cities (id, title, demonstration, definition) VALUES ('north', 'North', false, 'n'), ('south', 'South', false, 's');
DELETE FROM xenia.city_logins WHERE city = 'north' AND login = 'xenia_app';
INSERT INTO xenia.city_logins VALUES ('north', 'app_north'), ('south', 'dora');
INSERT INTO xenia.offers (city, id, corporation, lon, lat)
VALUES ('north', 'n1', 'Wohn', 7, 52), ('south', 's1', 'Wohn', 7, 51), ('south', 's2', 'Bau', 7, 51), ('south', 's3', 'Wohn', 7, 51);
INSERT INTO xenia.areas VALUES ('north', 0, 'district', '1', 'One', NULL, 1, ''), ('south', 0, 'district', '1', 'One', NULL, 1, '');
INSERT INTO xenia.counts (city, level_name, unit_id, position, group_name, value, source)
VALUES ('north', 'district', '1', 0, 'total', 5, 'f'), ('south', 'district', '1', 0, 'total', 7, 'f');
INSERT INTO xenia.snapshots (id, city, city_fingerprint, counts_fingerprint, as_of, level_names, report)
VALUES ('sn', 'north', '', '', '2004-01-01', '{district}', '{}'), ('ss', 'south', '', '', '2004-01-01', '{district}', '{}');
INSERT INTO xenia.snapshot_indices (snapshot, position, level, index_id, form, groups, parameters)
VALUES ('sn', 0, 0, 'd', 'one-group', '{a}', '{}'), ('ss', 0, 0, 'd', 'one-group', '{a}', '{}');
-- Of the south: one of anna, one of bea, one of nobody; of the north: one of anna.
INSERT INTO xenia.households (city, id, arrived_on, sealed, coordinator) VALUES
    ('south', '00000000-0000-0000-0000-00000000000a', '2004-01-01', '\x00', 'anna'),
    ('south', '00000000-0000-0000-0000-00000000000b', '2004-01-01', '\x00', 'bea'),
    ('south', '00000000-0000-0000-0000-00000000000c', '2004-01-01', '\x00', NULL),
    ('north', '00000000-0000-0000-0000-00000000000d', '2004-01-01', '\x00', 'anna');
INSERT INTO xenia.household_keys SELECT id, pg_catalog.convert_to(pg_catalog.repeat('x', 72), 'UTF8') FROM xenia.households;
INSERT INTO xenia.decisions (city, household, dwelling, decided_by, decided_at, class, snapshot, policy_id, policy_name,
                             policy_version, rank, n_listed, request_digest, persons)
SELECT city, id, CASE coordinator WHEN 'bea' THEN 's3' ELSE 's1' END, coordinator, now(), 'mixed', 'ss', 0, 'p', '1', 1, 1, 'd', 4
FROM xenia.households WHERE city = 'south' AND coordinator IS NOT NULL;
INSERT INTO xenia.household_offers (city, household, dwelling, decision)
SELECT city, household, dwelling, id FROM xenia.decisions;
UPDATE xenia.household_offers SET state = 'made', made_at = now(), expires_at = now() + interval '7 days' WHERE dwelling = 's3';
INSERT INTO xenia.placements (city, decided_on, persons, unit_id, state) VALUES ('south', '2004-01-01', 3, '1', 'moved_in');
INSERT INTO xenia.write_keys (actor, key, method, path, body_sha256, household)
VALUES ('anna', 'k', 'POST', '/', '', NULL), ('bea', 'k', 'POST', '/', '', '00000000-0000-0000-0000-00000000000b');

\set seen 'SELECT coalesce(string_agg(right(id::text, 1), '''' ORDER BY id), '''') FROM xenia.households'
\set count_of 'SELECT count(*)::text FROM '

-- --- own cases
SELECT is(tap.ask('xenia_app', 'coordinator', 'south', 'anna', :'seen'), 'ac', 'anna sees her case and the queue');
SELECT is(tap.ask('xenia_app', 'coordinator', 'south', 'bea', :'seen'), 'bc', 'bea sees hers');
SELECT is(tap.ask('xenia_app', 'coordinator', 'south', '', :'seen'), 'c', 'nobody sees the queue');
SELECT is(tap.ask('xenia_app', 'coordinator', '', 'anna', :'seen'), '', 'without a city nothing is seen');
SELECT is(tap.ask('dora', NULL, 'south', 'bea', :'seen'), 'c', 'a login of psql is believed to be nobody but itself');
SELECT is(tap.ask('xenia_app', 'ledger', 'south', '', :'seen'), 'abc', 'the ledger counts all');
SELECT is(tap.ask('xenia_app', 'coordinator', 'south', 'anna', :'count_of' || relation), wanted, 'of ' || relation || ' anna sees hers')
FROM (VALUES ('xenia.household_keys', '2'), ('xenia.decisions', '1'), ('xenia.household_offers', '1'), ('xenia.placements', '0'),
             ('xenia.write_keys', '1'), ('xenia.placements_counted', '3')) AS of_table (relation, wanted);
SELECT is(tap.ask('xenia_app', 'coordinator', 'south', 'anna',
                  $$ UPDATE xenia.households SET left_on = '2004-02-01', left_reason = 'OTHER', state = 'left'
                     WHERE id = '00000000-0000-0000-0000-00000000000b' RETURNING 'changed' $$), NULL,
          'she does not change what she does not see');
SELECT is(tap.ask('xenia_app', 'coordinator', 'south', 'anna',
                  $$ INSERT INTO xenia.households (city, id, arrived_on, sealed, coordinator)
                     VALUES ('south', gen_random_uuid(), '2004-01-01', '\x00', 'bea') RETURNING 'added' $$), '42501',
          'nor enters a case for somebody else');
SELECT is(tap.ask('xenia_app', 'coordinator', 'south', 'anna',
                  $$ UPDATE xenia.households SET coordinator = 'bea' RETURNING 'changed' $$), '42501',
          'whose case it is is no column of hers');

-- --- handing over
SELECT is(tap.ask('xenia_app', 'coordinator', 'south', 'anna',
                  $$ SELECT xenia.hand_over_case('south', '00000000-0000-0000-0000-00000000000b', 1, 'anna') $$), 'false',
          'she does not take a case of bea');
SELECT is(tap.ask('xenia_app', 'coordinator', 'south', 'anna',
                  $$ SELECT xenia.hand_over_case('south', '00000000-0000-0000-0000-00000000000a', 2, 'bea') $$), 'false',
          'nor hands hers over at a version that it has not');
SELECT is(tap.ask('xenia_app', 'coordinator', 'south', 'anna',
                  $$ SELECT xenia.hand_over_case('north', '00000000-0000-0000-0000-00000000000d', 1, 'bea') $$), 'false',
          'nor one of a city that is not named');
SELECT is(tap.ask('xenia_app', 'coordinator', 'south', 'anna',
                  $$ SELECT xenia.hand_over_case('south', '00000000-0000-0000-0000-00000000000c', 1, 'anna') $$), 'true',
          'she takes what is nobody''s');
SELECT is(tap.ask('xenia_app', 'coordinator', 'south', 'anna',
                  $$ SELECT xenia.hand_over_case('south', '00000000-0000-0000-0000-00000000000c', 2, NULL) $$), 'true',
          'and gives it back');
SELECT is(tap.ask('xenia_app', 'coordinator', 'south', 'anna', 'SELECT xenia.hand_over(''bea'', ''anna'')'), '42501',
          'all cases of one are not hers to give');
SELECT is(tap.ask('xenia_app', 'gate', '', 'root', 'SELECT xenia.hand_over(''bea'', ''carl'')'), '1', 'the gate gives them');
SELECT is(tap.ask('xenia_app', 'coordinator', 'south', 'carl', :'seen'), 'bc', 'and carl has them');
SELECT is(tap.ask('xenia_app', 'gate', '', 'root', 'SELECT xenia.hand_over(''anna'', ''anna2'')'), '1',
          'those of a city that the login does not serve stay');
SELECT is((SELECT actor FROM audit.entries WHERE table_name = 'households' ORDER BY id DESC LIMIT 1), 'root', 'the log says who did it');
SELECT is(tap.ask('xenia_app', 'gate', '', 'root', 'SELECT xenia.hand_over(''carl'', ''bea'')'), '1', 'back to bea');

-- --- a second person decides
INSERT INTO xenia.objections (city, household, offer, raised_by, against, raised_at, deadline, sealed_text, sealed_ranking)
SELECT 'south', household, id, 'bea', 'bea', now() - interval '1 day', '2100-01-01', '', ''
FROM xenia.household_offers WHERE dwelling = 's3';
SELECT is(tap.ask('xenia_app', 'coordinator', 'south', 'dirk', :'seen'), 'bc', 'an open objection shows the case to every coordinator');
SELECT is(tap.ask('app_north', 'coordinator', 'north', 'dirk', :'seen'), '', 'of this city, not of another');
SELECT is(tap.ask('xenia_app', 'coordinator', 'south', 'dirk',
                  $$ SELECT xenia.hand_over_case('south', '00000000-0000-0000-0000-00000000000b', 3, 'dirk') $$), 'false',
          'but does not make it theirs');
SELECT is(tap.ask('xenia_app', 'coordinator', 'south', 'dirk',
                  $$ WITH decided AS (UPDATE xenia.objections SET state = 'upheld', decided_by = 'dirk', decided_at = now(),
                                             sealed_outcome = '\x00' RETURNING offer, raised_at, decided_at),
                          prolonged AS (UPDATE xenia.household_offers AS offer
                                        SET expires_at = offer.expires_at + (decided.decided_at - decided.raised_at)
                                        FROM decided WHERE offer.id = decided.offer)
                     SELECT count(*) FROM decided $$), '1', 'a second person decides, in one statement');
SELECT is((SELECT expires_at - made_at FROM xenia.household_offers WHERE dwelling = 's3'), interval '8 days', 'and the term has run on');
SELECT is(tap.ask('xenia_app', 'coordinator', 'south', 'dirk', :'seen'), 'c', 'then the case is bea''s again');
SELECT is(tap.ask('xenia_app', 'coordinator', 'south', 'dirk', :'count_of' || 'xenia.objections'), '1', 'what he decided he may read');
SELECT is(tap.ask('xenia_app', 'coordinator', 'south', 'anna', :'count_of' || 'xenia.objections'), '0', 'and anna not');

-- --- two cities
SELECT is(tap.ask('xenia_app', 'refresher', 'north', '', :'count_of' || relation) || tap.ask('app_north', 'refresher', 'south', '', :'count_of' || relation)
          || tap.ask('app_north', 'refresher', 'north', '', :'count_of' || relation), '001', 'each login sees its city alone: ' || relation)
FROM (VALUES ('xenia.counts'), ('xenia.areas'), ('xenia.snapshots'), ('xenia.snapshot_indices')) AS of_table (relation);
SELECT is(tap.ask('app_north', 'steward', 'south', '', 'SELECT string_agg(id, '','') FROM xenia.cities'), 'north', 'nor knows of another');
SELECT is(tap.ask('app_north', 'steward', 'south', '', $$ SELECT xenia.put_city('south', 'x', false, 'x', NULL, NULL, NULL) $$), '42501',
          'nor changes what is said about it');
SELECT is(tap.ask('app_north', 'steward', 'south', '',
                  $$ INSERT INTO xenia.counts (city, level_name, unit_id, position, group_name, value, source)
                     VALUES ('south', 'district', '2', 0, 'total', 5, 'f') RETURNING 'added' $$), '42501', 'nor writes its counts');

-- --- a corporation
SELECT is(tap.ask('xenia_app', 'corporation', 'south', 'w', 'SELECT string_agg(id, '','' ORDER BY id) FROM xenia.offers', 'Wohn')
          || tap.ask('xenia_app', 'corporation', 'south', 'w', :'count_of' || 'xenia.dwellings', 'Bau')
          || tap.ask('xenia_app', 'corporation', 'south', 'w', :'count_of' || 'xenia.offers'), 's1,s310', 'a corporation sees what it offers');
SELECT is(tap.ask('xenia_app', 'corporation', 'south', 'w', :'seen', 'Wohn'), '42501', 'and no household');
SELECT * FROM finish();
ROLLBACK;
