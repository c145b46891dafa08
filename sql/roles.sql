-- Roles of the whole server, made before the migrations and again with each of them: run again it changes
-- nothing. Where the user of the DSN may not create roles, an administrator runs this file once with psql, and
-- GRANT xenia_owner TO that user.
--
--   xenia_owner     owns schemas and tables; nobody logs in as it. Who migrates is a member
--   xenia_app       what the daemon logs in as; may do nothing by itself, and takes one of the roles below for
--                   each request
--   xenia_gate      accounts, sessions and tokens: who is it that asks?
--   xenia_sealer    seals the log of changes
--   xenia_keeper    purges what is past its term
--   xenia_ledger    reads what the ledger counts
--   xenia_importer  writes a feed of offers, for the request that brings it
--   xenia_ROLE      a role of the office: what a person or machine of that role may read and change
--   offer_writer    whoever feeds offers by SQL
--
-- A person who works with psql gets a login in one role of the office, and the cities to see; an administrator says
--
--   CREATE ROLE anna LOGIN PASSWORD '...' IN ROLE xenia_auditor;
--   INSERT INTO xenia.city_logins VALUES ('muenster', 'anna');   -- for each city; in none she sees nothing
--
-- and she begins with SET xenia.city = 'muenster'. The log has her login; whom she says that she is counts for nothing.
-- Never give a person xenia_gate (who may be the gate says in whose name it asks) or xenia_owner (sees all). A coordinator
-- with psql sees her own cases and the queue, sealed as they are stored.
--
-- Roles belong to all databases of a server: another one may be doing this at the same moment, and what it has
-- just made is not made again.
DO $$
DECLARE
    -- Which the program may take; all but the owner.
    taken CONSTANT text[] := ARRAY['xenia_gate', 'xenia_sealer', 'xenia_keeper', 'xenia_ledger', 'xenia_importer',
                                   'xenia_coordinator', 'xenia_working_group', 'xenia_scientist', 'xenia_corporation',
                                   'xenia_steward', 'xenia_auditor', 'xenia_refresher', 'xenia_admin'];
    wanted record;
BEGIN
    FOR wanted IN
        SELECT pg_catalog.format('CREATE ROLE %I %s', role.name, role.options) AS command
        FROM (SELECT name, 'NOLOGIN' FROM pg_catalog.unnest(taken || 'xenia_owner'::text) AS name
              UNION ALL VALUES ('xenia_app', 'LOGIN NOINHERIT'), ('offer_writer', 'LOGIN')) AS role (name, options)
        WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role.name)
        ORDER BY role.name
    LOOP
        BEGIN
            EXECUTE wanted.command;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL; -- another database's has just made it
        END;
    END LOOP;
    -- Somebody may have made it before, in the way that is usual.
    IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'xenia_app' AND rolinherit) THEN
        ALTER ROLE xenia_app NOINHERIT;
    END IF;
    FOR wanted IN
        SELECT pg_catalog.format('GRANT %I TO %I', granted.role, granted.member) AS command
        FROM (SELECT role, 'xenia_app' FROM pg_catalog.unnest(taken) AS role
              UNION ALL SELECT 'xenia_owner', rolname FROM pg_catalog.pg_roles
                        WHERE rolname = session_user AND rolcreaterole) AS granted (role, member)
        -- From 16 on whoever makes a role is a member that may not yet SET ROLE.
        WHERE NOT pg_catalog.pg_has_role(granted.member, granted.role,
                                         CASE WHEN pg_catalog.current_setting('server_version_num')::integer < 160000
                                              THEN 'MEMBER' ELSE 'SET' END)
        ORDER BY granted.role
    LOOP
        BEGIN
            EXECUTE wanted.command;
        EXCEPTION WHEN unique_violation OR internal_error THEN
            NULL; -- likewise ("tuple concurrently updated")
        END;
    END LOOP;
END
$$;
