-- Forbidden inputs of a ranking (R1, R6 of the design): whoever ranks cannot read them, for there is no such column.
-- Counts by group are for refreshing alone; whoever ranks reads the class that follows from them.
BEGIN;
SELECT plan(7);
PREPARE forbidden AS
    SELECT relations.name || '.' || attname
    FROM tap.relations JOIN pg_attribute ON attrelid = oid AND attnum > 0 AND NOT attisdropped
    WHERE has_column_privilege('xenia_coordinator', oid, attnum, 'SELECT')
      AND (attname ~ '(national|citizen|birth|origin|ethnic|race|migra|language|religio|faith|diagnos|illness|health|disab|cooperat|crim|offence|score|gender|sex|income_of|first_name|surname|family_name|person_name)'
           -- a name is the name of an area, a policy, a migration or an institution
           OR (attname ~ '(^|_)name$' AND relations.name || '.' || attname NOT IN (
               'xenia.areas.name', 'xenia.areas.level_name', 'xenia.snapshot_units.name', 'xenia.policies.name',
               'xenia.migrations.name', 'xenia.decisions.policy_name', 'xenia.institutions.name',
               'xenia.institutions.folded_name')));
SELECT is_empty('forbidden', 'the coordinator can read no forbidden input');
ALTER TABLE xenia.households ADD COLUMN nationality text;
SELECT set_eq('forbidden', ARRAY['xenia.households.nationality'], '... and one that is added is found');
ALTER TABLE xenia.households RENAME COLUMN nationality TO given_name;
SELECT set_eq('forbidden', ARRAY['xenia.households.given_name'], '... under the name of a name too');
SELECT is(tap.cell('xenia.counts'::regclass, 'xenia_coordinator'), '.', 'the coordinator reads no counts');
SELECT is_empty($$ SELECT attname FROM pg_attribute
                   WHERE attrelid = 'xenia.placements_counted'::regclass AND attnum > 0
                     AND attname NOT IN ('city', 'day', 'persons', 'unit_id', 'lon', 'lat', 'pending') $$,
                'placements that count say when, how many and where, of nobody');
SELECT is_empty($$ SELECT role, relation FROM tap.cells
                   WHERE relation IN ('xenia.households', 'xenia.household_keys', 'xenia.decisions', 'xenia.household_offers',
                                      'xenia.objections', 'xenia.recommendations')
                     AND cell <> '.' AND role NOT IN ('coordinator', 'ledger', 'keeper')
                     AND NOT (role = 'refresher' AND relation IN ('xenia.household_offers', 'xenia.objections')) $$,
                'nobody else comes near a household; the refresher lets offers expire');
SELECT is_empty($$ SELECT attname FROM pg_attribute
                   WHERE attrelid IN ('xenia.household_offers'::regclass, 'xenia.objections'::regclass) AND attnum > 0
                     AND has_column_privilege('xenia_refresher', attrelid, attnum, 'SELECT')
                     AND attname NOT IN ('city', 'id', 'offer', 'state', 'version', 'expires_at') $$,
                'without seeing whose they are');
SELECT * FROM finish();
ROLLBACK;
