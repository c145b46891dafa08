-- What the tests share, in the schema tap beside pgTAP: who has which right on what, and asking as somebody.

-- The roles of the matrix, in the order of its columns.
CREATE VIEW tap.roles AS
SELECT name, place FROM pg_catalog.unnest(ARRAY['coordinator', 'working_group', 'scientist', 'corporation', 'steward',
    'auditor', 'refresher', 'admin', 'ledger', 'importer', 'gate', 'sealer', 'keeper', 'app', 'offer_writer', 'public'])
    WITH ORDINALITY AS role (name, place);

CREATE FUNCTION tap.role_of(name text) RETURNS text LANGUAGE sql AS $$
    SELECT CASE WHEN name IN ('public', 'offer_writer') THEN name ELSE 'xenia_' || name END
$$;

CREATE VIEW tap.relations AS
SELECT class.oid, (nspname || '.' || relname) COLLATE "default" AS name, relkind, nspname, relrowsecurity, relforcerowsecurity, relowner
FROM pg_catalog.pg_class AS class JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace
WHERE nspname IN ('xenia', 'audit', 'casework') AND relkind IN ('r', 'p', 'v', 'm', 'f');

-- One cell: SELECT, INSERT, UPDATE, DELETE of the whole table as capitals, of some columns as small letters, any
-- other right as '!'; '.' none.
CREATE FUNCTION tap.cell(relation oid, role text) RETURNS text LANGUAGE sql AS $$
    SELECT coalesce(nullif(pg_catalog.string_agg(
        CASE WHEN pg_catalog.has_table_privilege(role, relation, right_name) THEN letter
             WHEN of_columns AND pg_catalog.has_any_column_privilege(role, relation, right_name)
             THEN pg_catalog.lower(letter) END, '' ORDER BY place), ''), '.')
    FROM (VALUES (1, 'SELECT', 'S', true), (2, 'INSERT', 'I', true), (3, 'UPDATE', 'U', true), (4, 'DELETE', 'D', false),
                 (5, 'TRUNCATE', '!', false), (6, 'REFERENCES', '!', true), (7, 'TRIGGER', '!', false))
         AS rights (place, right_name, letter, of_columns)
$$;

CREATE VIEW tap.cells AS
SELECT relations.name AS relation, roles.name AS role, roles.place, tap.cell(relations.oid, tap.role_of(roles.name)) AS cell
FROM tap.relations CROSS JOIN tap.roles;

-- Of the small letters: which columns.
CREATE VIEW tap.columns AS
SELECT relations.name AS relation, roles.name AS role, right_name,
       pg_catalog.string_agg(attname, ' ' ORDER BY attname COLLATE "C") AS columns
FROM tap.relations CROSS JOIN tap.roles
CROSS JOIN pg_catalog.unnest(ARRAY['SELECT', 'INSERT', 'UPDATE']) AS right_name
JOIN pg_catalog.pg_attribute ON attrelid = relations.oid AND attnum > 0 AND NOT attisdropped
WHERE NOT pg_catalog.has_table_privilege(tap.role_of(roles.name), relations.oid, right_name)
  AND pg_catalog.has_column_privilege(tap.role_of(roles.name), relations.oid, attnum, right_name)
GROUP BY relations.name, roles.name, right_name;

CREATE VIEW tap.privilege_table AS
SELECT relation, pg_catalog.max(cell) FILTER (WHERE role = 'coordinator') AS coordinator,
       pg_catalog.max(cell) FILTER (WHERE role = 'working_group') AS working_group,
       pg_catalog.max(cell) FILTER (WHERE role = 'scientist') AS scientist,
       pg_catalog.max(cell) FILTER (WHERE role = 'corporation') AS corporation,
       pg_catalog.max(cell) FILTER (WHERE role = 'steward') AS steward,
       pg_catalog.max(cell) FILTER (WHERE role = 'auditor') AS auditor,
       pg_catalog.max(cell) FILTER (WHERE role = 'refresher') AS refresher,
       pg_catalog.max(cell) FILTER (WHERE role = 'admin') AS admin,
       pg_catalog.max(cell) FILTER (WHERE role = 'ledger') AS ledger,
       pg_catalog.max(cell) FILTER (WHERE role = 'importer') AS importer,
       pg_catalog.max(cell) FILTER (WHERE role = 'gate') AS gate,
       pg_catalog.max(cell) FILTER (WHERE role = 'sealer') AS sealer,
       pg_catalog.max(cell) FILTER (WHERE role = 'keeper') AS keeper,
       pg_catalog.max(cell) FILTER (WHERE role = 'app') AS app,
       pg_catalog.max(cell) FILTER (WHERE role = 'offer_writer') AS offer_writer,
       pg_catalog.max(cell) FILTER (WHERE role = 'public') AS public
FROM tap.cells GROUP BY relation ORDER BY relation COLLATE "C";

-- What a statement of one value answers to a login that has taken a role (null: none), with the settings of the
-- program; the SQLSTATE when it is refused.
CREATE FUNCTION tap.ask(login text, role text, city text, actor text, statement text, corporation text DEFAULT '')
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    answer text;
BEGIN
    PERFORM pg_catalog.set_config('xenia.city', city, true), pg_catalog.set_config('xenia.actor', actor, true),
            pg_catalog.set_config('xenia.corporation', corporation, true);
    EXECUTE pg_catalog.format('SET LOCAL SESSION AUTHORIZATION %I', login);
    IF role IS NOT NULL THEN
        EXECUTE pg_catalog.format('SET LOCAL ROLE %I', 'xenia_' || role);
    END IF;
    BEGIN
        EXECUTE statement INTO answer;
    EXCEPTION WHEN OTHERS THEN
        answer := SQLSTATE;
    END;
    EXECUTE 'SET LOCAL SESSION AUTHORIZATION postgres';
    PERFORM pg_catalog.set_config('xenia.city', '', true), pg_catalog.set_config('xenia.actor', '', true),
            pg_catalog.set_config('xenia.corporation', '', true);
    RETURN answer;
END
$$;
