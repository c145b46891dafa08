-- The shape of the whole: whose it is, that row-level security is forced wherever there is a city, and that nobody
-- may make, call or look at anything by default. All from the catalogue: what a later migration forgets fails here.
BEGIN;
SELECT plan(16);

-- --- whose it is
SELECT is_empty($$ SELECT name FROM tap.relations WHERE relowner <> 'xenia_owner'::regrole $$,
                'every table and view belongs to xenia_owner');
SELECT is_empty($$ SELECT oid::regprocedure FROM pg_proc
                   WHERE pronamespace IN ('xenia'::regnamespace, 'audit'::regnamespace, 'casework'::regnamespace)
                     AND proowner <> 'xenia_owner'::regrole $$, 'every function belongs to xenia_owner');
SELECT set_eq($$ SELECT nspname FROM pg_namespace WHERE nspowner = 'xenia_owner'::regrole $$,
              ARRAY['audit', 'casework', 'xenia']::name[], 'three schemas belong to xenia_owner');
SELECT is_empty($$ SELECT rolname FROM pg_roles
                   WHERE rolname ~ '^xenia_' AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication
                                                  OR rolcanlogin <> (rolname = 'xenia_app')
                                                  OR (rolname = 'xenia_app' AND rolinherit)) $$,
                'no role can do more than its grants, and xenia_app alone logs in, with nothing of its own');

-- --- row-level security
PREPARE unguarded AS
    SELECT relations.name FROM tap.relations
    WHERE relkind IN ('r', 'p') AND NOT (relrowsecurity AND relforcerowsecurity)
      AND (EXISTS (SELECT FROM pg_attribute WHERE attrelid = oid AND attnum > 0 AND NOT attisdropped
                     AND attname IN ('city', 'household', 'snapshot'))
           OR name IN ('xenia.cities'));
SELECT is_empty('unguarded', 'row-level security is forced on every table with a city, a household or a snapshot');
CREATE TABLE xenia.forgotten (city text);
SELECT set_eq('unguarded', ARRAY['xenia.forgotten'], '... and a table without it is found');
DROP TABLE xenia.forgotten;
SELECT is_empty($$ SELECT polrelid::regclass, polname FROM pg_policy
                   WHERE polpermissive AND polroles <> ARRAY['xenia_owner'::regrole::oid]
                     AND pg_get_expr(polqual, polrelid) IN ('true', '(true)')
                     AND polrelid::regclass::text !~ '^audit\.' $$,
                'nobody but the owner sees all rows of a table');

-- --- functions
SELECT is_empty($$ SELECT oid::regprocedure FROM pg_proc
                   WHERE pronamespace IN ('xenia'::regnamespace, 'audit'::regnamespace, 'casework'::regnamespace)
                     AND prosqlbody IS NULL
                     AND NOT coalesce(proconfig @> ARRAY['search_path=pg_catalog, pg_temp'], false) $$,
                'every function looks up names in pg_catalog, temporary ones last (a body that is parsed already needs none)');
SELECT is_empty($$ SELECT oid::regprocedure FROM pg_proc
                   WHERE pronamespace IN ('xenia'::regnamespace, 'audit'::regnamespace, 'casework'::regnamespace)
                     AND has_function_privilege('public', oid, 'EXECUTE') $$, 'nobody may call a function by default');
SET LOCAL ROLE xenia_owner;
CREATE FUNCTION xenia.later() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE TABLE casework.contracts (secret text);
RESET ROLE;
SELECT ok(NOT has_function_privilege('public', 'xenia.later()', 'EXECUTE'), '... nor one that is made later');

-- --- casework: the wall
SELECT is_empty($$ SELECT role FROM tap.cells WHERE relation = 'casework.contracts' AND cell <> '.' $$,
                'a table of casework is readable to no role');
SELECT is_empty($$ SELECT name FROM tap.roles WHERE has_schema_privilege(tap.role_of(name), 'casework', 'USAGE') $$,
                'no role may look into casework');
GRANT SELECT ON casework.contracts TO xenia_coordinator;
SELECT is(tap.cell('casework.contracts'::regclass, 'xenia_coordinator'), 'S', '... and a grant would be found');

-- --- nobody makes anything
SELECT is_empty($$ SELECT roles.name, nspname FROM tap.roles, pg_namespace
                   WHERE nspname IN ('xenia', 'audit', 'casework', 'public')
                     AND has_schema_privilege(tap.role_of(roles.name), pg_namespace.oid, 'CREATE') $$,
                'no role may make anything in a schema');
SELECT set_eq($$ SELECT name FROM tap.roles
                     WHERE has_database_privilege(tap.role_of(name), current_database(), 'CREATE')
                        OR has_database_privilege(tap.role_of(name), current_database(), 'TEMP') $$,
                  ARRAY['steward', 'refresher', 'importer'], 'who stages an import may make temporary tables, nobody else anything');

-- --- what a person said is sealed
SELECT is_empty($$
    SELECT attrelid::regclass, attname FROM pg_attribute
    WHERE attrelid IN ('xenia.households'::regclass, 'xenia.household_keys'::regclass, 'xenia.household_offers'::regclass,
                       'xenia.decisions'::regclass, 'xenia.placements'::regclass, 'xenia.objections'::regclass,
                       'xenia.recommendations'::regclass)
      AND attnum > 0 AND NOT attisdropped
      AND CASE WHEN attname ~ '^sealed|^wrapped$|_hash$|^pseudonym$' THEN atttypid <> 'bytea'::regtype
               WHEN atttypid IN ('text'::regtype, 'varchar'::regtype, 'json'::regtype, 'jsonb'::regtype)
               THEN attname NOT IN (
                   'city', 'state', 'source', 'coordinator', 'decided_by', 'raised_by', 'against',  -- the office
                   'dwelling', 'first_id', 'class', 'level', 'unit_id', 'dwelling_unit_id',         -- a dwelling, an area
                   'snapshot', 'policy_name', 'policy_version', 'request_digest',                   -- what it rested on
                   'left_reason', 'refusal_code', 'reason_code')                                    -- one of a list
          END $$, 'every column that could hold what a household is or said is sealed bytes');
SELECT * FROM finish();
ROLLBACK;
