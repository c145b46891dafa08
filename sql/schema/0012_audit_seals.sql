-- The log of changes is sealed: in the background the entries of each city, and those of the service (city ''),
-- are hashed in order, chained and signed with a key outside the database. Verifying compares entries with their
-- seals, and the rows of every watched table with their last entries.

-- --- what is watched --------------------------------------------------------------------------------------------

CREATE TABLE audit.watched (
    table_name text PRIMARY KEY,
    watched regclass NOT NULL,
    city_column text NOT NULL,
    id_column text NOT NULL
);
COMMENT ON TABLE audit.watched IS 'Tables whose changes are logged.';
COMMENT ON COLUMN audit.watched.city_column IS 'Column with the city of a row; household, snapshot: the city of that one; empty: rows belong to the service.';
COMMENT ON COLUMN audit.watched.id_column IS 'Column that names a row.';
INSERT INTO audit.watched
SELECT relname, tgrelid::regclass, 'city', 'id'
FROM pg_catalog.pg_trigger JOIN pg_catalog.pg_class AS watched ON watched.oid = tgrelid WHERE tgname = 'audit_insert';

COMMENT ON COLUMN audit.entries.city IS 'Empty: of the service.';

-- The settings that a row's text depends on are part of the functions: whoever writes, the same row has the same
-- digest. The arguments of the trigger are audit.watched's columns.
CREATE OR REPLACE FUNCTION audit.record() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET "TimeZone" = 'UTC' SET bytea_output = 'hex' SET extra_float_digits = '1' AS $$
DECLARE
    actor CONSTANT text := xenia.actor_seen();
    role CONSTANT text := CASE WHEN xenia.names_actor() THEN nullif(pg_catalog.current_setting('xenia.role', true), '') END;
    city_column CONSTANT text := coalesce(TG_ARGV[0], 'city');
    id_column CONSTANT text := coalesce(TG_ARGV[1], 'id');
BEGIN
    INSERT INTO audit.entries (city, actor, role, table_name, row_id, action, state, version, sha256)
    SELECT CASE city_column
               WHEN '' THEN ''
               WHEN 'household' THEN coalesce((SELECT households.city FROM xenia.households
                                               WHERE households.id = (line ->> 'household')::uuid), '')
               ELSE line ->> city_column
           END, coalesce(actor, session_user), coalesce(role, 'sql'), TG_TABLE_NAME, line ->> id_column,
           pg_catalog.lower(TG_OP), line ->> 'state',
           CASE pg_catalog.jsonb_typeof(line -> 'version') WHEN 'number' THEN (line ->> 'version')::bigint END,
           pg_catalog.sha256(pg_catalog.convert_to(line::text, 'UTF8'))
    FROM (SELECT pg_catalog.to_jsonb(changed) AS line FROM changed) AS lines
    ORDER BY line ->> id_column COLLATE "C";
    RETURN NULL;
END
$$;

DROP PROCEDURE audit.watch(regclass);
CREATE PROCEDURE audit.watch(watched regclass, city_column text DEFAULT 'city', id_column text DEFAULT 'id')
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    what text;
BEGIN
    FOREACH what IN ARRAY ARRAY['insert', 'update', 'delete'] LOOP
        EXECUTE pg_catalog.format(
            'CREATE TRIGGER audit_%s AFTER %s ON %s REFERENCING %s TABLE AS changed
             FOR EACH STATEMENT EXECUTE FUNCTION audit.record(%L, %L)',
            what, what, watched, CASE what WHEN 'delete' THEN 'OLD' ELSE 'NEW' END, city_column, id_column);
    END LOOP;
    EXECUTE pg_catalog.format('CREATE TRIGGER keep BEFORE TRUNCATE ON %s
                               FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_truncate()', watched);
    INSERT INTO audit.watched
    SELECT relname, watch.watched, watch.city_column, watch.id_column FROM pg_catalog.pg_class WHERE oid = watch.watched;
END
$$;
COMMENT ON PROCEDURE audit.watch IS 'Puts the triggers on a table; later migrations that change its columns call audit.restate.';

-- What was computed stands in many rows that are written at once and never again: those of a snapshot are logged as one.
CREATE FUNCTION audit.snapshot_line(of_snapshot text, of_table regclass) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET "TimeZone" = 'UTC' SET bytea_output = 'hex' SET extra_float_digits = '1' AS $$
DECLARE
    line jsonb;
BEGIN
    EXECUTE pg_catalog.format(
        'SELECT pg_catalog.jsonb_build_object(''id'', $1, ''n_rows'', count(*), ''rows_sha256'',
                    pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(
                        pg_catalog.string_agg(text, E''\n'' ORDER BY text COLLATE "C"), ''UTF8'')), ''hex''))
         FROM (SELECT pg_catalog.to_jsonb(held)::text AS text FROM %s AS held WHERE snapshot = $1) AS lines
         HAVING count(*) > 0', of_table)
    INTO line USING of_snapshot;
    RETURN line;
END
$$;
CREATE FUNCTION audit.record_of_snapshot() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO audit.entries (city, actor, role, table_name, row_id, action, sha256)
    SELECT city, coalesce(xenia.actor_seen(), session_user),
           coalesce(CASE WHEN xenia.names_actor() THEN nullif(pg_catalog.current_setting('xenia.role', true), '') END, 'sql'),
           TG_TABLE_NAME, id, 'insert',
           pg_catalog.sha256(pg_catalog.convert_to(audit.snapshot_line(id, TG_RELID)::text, 'UTF8'))
    FROM xenia.snapshots WHERE id IN (SELECT snapshot FROM changed)
    ORDER BY id COLLATE "C";
    RETURN NULL;
END
$$;
CREATE PROCEDURE audit.watch_by_snapshot(watched regclass)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE pg_catalog.format('CREATE TRIGGER audit_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS changed
                               FOR EACH STATEMENT EXECUTE FUNCTION audit.record_of_snapshot()', watched);
    EXECUTE pg_catalog.format('CREATE TRIGGER keep BEFORE TRUNCATE ON %s
                               FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_truncate()', watched);
    INSERT INTO audit.watched
    SELECT relname, watch_by_snapshot.watched, 'snapshot', 'id' FROM pg_catalog.pg_class WHERE oid = watch_by_snapshot.watched;
END
$$;
COMMENT ON PROCEDURE audit.watch_by_snapshot IS 'Puts the triggers on a table whose rows belong to snapshots and are immutable.';

-- --- what rows are now -------------------------------------------------------------------------------------------

-- A statement that gives each row of a watched table as `line`, with the city it belongs to; $1 is the city that
-- is asked for, null: all.
CREATE FUNCTION audit.lines(of_table audit.watched) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE of_table.city_column WHEN 'snapshot' THEN pg_catalog.format(
        'SELECT city, line FROM (SELECT city, audit.snapshot_line(id, %L) AS line FROM xenia.snapshots
                                 WHERE $1 IS NULL OR city = $1) AS lines
         WHERE line IS NOT NULL', of_table.watched)
    ELSE pg_catalog.format('SELECT city, line FROM (SELECT %s AS city, pg_catalog.to_jsonb(held) AS line FROM %s AS held) AS lines
                            WHERE $1 IS NULL OR city = $1',
        CASE of_table.city_column
            WHEN '' THEN '''''::text'
            WHEN 'household' THEN 'coalesce((SELECT households.city FROM xenia.households
                                             WHERE households.id = held.household), '''')'
            ELSE pg_catalog.format('held.%I', of_table.city_column)
        END, of_table.watched) END
$$;

CREATE OR REPLACE PROCEDURE audit.restate(restated regclass)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET "TimeZone" = 'UTC' SET bytea_output = 'hex' SET extra_float_digits = '1' AS $$
DECLARE
    of_table audit.watched;
BEGIN
    PERFORM pg_catalog.pg_current_xact_id(); -- a transaction has its number before it takes ids: the sealer relies on it
    SELECT * INTO STRICT of_table FROM audit.watched WHERE watched = restated;
    EXECUTE pg_catalog.format(
        'INSERT INTO audit.entries (city, actor, role, table_name, row_id, action, state, version, sha256)
         SELECT city, session_user, ''migration'', %L, line ->> %L, ''restate'', line ->> ''state'',
                CASE pg_catalog.jsonb_typeof(line -> ''version'') WHEN ''number'' THEN (line ->> ''version'')::bigint END,
                pg_catalog.sha256(pg_catalog.convert_to(line::text, ''UTF8''))
         FROM (%s) AS rows ORDER BY line ->> %L COLLATE "C"',
        of_table.table_name, of_table.id_column, audit.lines(of_table), of_table.id_column)
    USING NULL::text;
END
$$;
COMMENT ON PROCEDURE audit.restate IS 'Logs every row of a table as it is: after a migration has changed its columns.';

-- Ids and digests alone: an auditor sees no row.
CREATE FUNCTION audit.refuse_other_city(of_city text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF of_city IS NULL OR (of_city <> '' AND of_city IS DISTINCT FROM xenia.city_seen()) THEN
        RAISE EXCEPTION 'city % is not the one that is seen', of_city USING ERRCODE = 'insufficient_privilege';
    END IF;
END
$$;
CREATE FUNCTION audit.row_digests(of_city text) RETURNS TABLE (table_name text, row_id text, sha256 bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET "TimeZone" = 'UTC' SET bytea_output = 'hex' SET extra_float_digits = '1' AS $$
DECLARE
    of_table audit.watched;
BEGIN
    PERFORM audit.refuse_other_city(of_city);
    FOR of_table IN SELECT * FROM audit.watched LOOP
        RETURN QUERY EXECUTE pg_catalog.format(
            'SELECT %L::text, line ->> %L, pg_catalog.sha256(pg_catalog.convert_to(line::text, ''UTF8'')) FROM (%s) AS rows',
            of_table.table_name, of_table.id_column, audit.lines(of_table))
        USING of_city;
    END LOOP;
END
$$;
COMMENT ON FUNCTION audit.row_digests IS 'The SHA-256 of each watched row of a city as it is now, to be compared with its last entry.';

-- A row of xenia.offers is in the log through its dwelling, which has its SHA-256.
ALTER FUNCTION xenia.follow_offers() SET "TimeZone" = 'UTC';
ALTER FUNCTION xenia.follow_offers() SET extra_float_digits = '1';
CREATE FUNCTION audit.offers_unlike_dwellings(of_city text) RETURNS TABLE (row_id text, found bytea, wanted bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET "TimeZone" = 'UTC' SET bytea_output = 'hex' SET extra_float_digits = '1' AS $$
BEGIN
    PERFORM audit.refuse_other_city(of_city);
    RETURN QUERY
    SELECT id, now_is.offer_sha256, dwellings.offer_sha256
    FROM (SELECT offers.id, pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.to_jsonb(offers)::text, 'UTF8')) AS offer_sha256
          FROM xenia.offers WHERE city = of_city) AS now_is
    FULL JOIN (SELECT held.id, held.offer_sha256 FROM xenia.dwellings AS held WHERE city = of_city) AS dwellings USING (id)
    WHERE now_is.offer_sha256 IS DISTINCT FROM dwellings.offer_sha256;
END
$$;
COMMENT ON FUNCTION audit.offers_unlike_dwellings IS 'Offers that were written without their dwelling hearing of it.';
DO $$
BEGIN
    PERFORM pg_catalog.set_config('TimeZone', 'UTC', true), pg_catalog.set_config('extra_float_digits', '1', true);
    UPDATE xenia.dwellings AS held SET offer_sha256 = should.offer_sha256
    FROM xenia.dwelling_states AS should
    WHERE held.city = should.city AND held.id = should.id AND held.offer_sha256 <> should.offer_sha256;
END
$$;

-- Triggers of watched tables that are not there or do not fire.
CREATE FUNCTION audit.unwatched() RETURNS TABLE (table_name text, trigger_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT watched.table_name, wanted FROM audit.watched
    CROSS JOIN pg_catalog.unnest(CASE city_column WHEN 'snapshot' THEN ARRAY['audit_insert', 'immutable', 'keep']
                                 ELSE ARRAY['audit_insert', 'audit_update', 'audit_delete', 'keep'] END) AS wanted
    WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_trigger
                      WHERE tgrelid = watched.watched AND tgname = wanted AND tgenabled IN ('O', 'A'))
    ORDER BY watched.table_name, wanted
$$;

-- --- seals -------------------------------------------------------------------------------------------------------

CREATE TABLE audit.seals (
    city text NOT NULL,
    number bigint NOT NULL CONSTRAINT "number: 1 or more" CHECK (number >= 1),
    first_entry bigint NOT NULL,
    last_entry bigint NOT NULL CONSTRAINT "last_entry: not before first_entry" CHECK (last_entry >= first_entry),
    n_entries bigint NOT NULL CONSTRAINT "n_entries: 1 or more" CHECK (n_entries >= 1),
    entries_sha256 bytea NOT NULL,
    marks bytea NOT NULL CONSTRAINT "marks: 16 bytes for each entry" CHECK (pg_catalog.octet_length(marks) = 16 * n_entries),
    previous_sha256 bytea CONSTRAINT "previous_sha256: the first seal alone has none"
        CHECK ((previous_sha256 IS NULL) = (number = 1)),
    sealed_at timestamptz NOT NULL,
    sha256 bytea NOT NULL CONSTRAINT "sha256: 32 bytes" CHECK (pg_catalog.octet_length(sha256) = 32),
    public_key bytea NOT NULL CONSTRAINT "public_key: 32 bytes" CHECK (pg_catalog.octet_length(public_key) = 32),
    signature bytea NOT NULL CONSTRAINT "signature: 64 bytes" CHECK (pg_catalog.octet_length(signature) = 64),
    PRIMARY KEY (city, number)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.seals
    FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
COMMENT ON TABLE audit.seals IS 'Signed chain over the log, one for each city and one for the service (city empty); rows are only ever added.';
COMMENT ON COLUMN audit.seals.entries_sha256 IS 'SHA-256 over all entries of the city from after the seal before to last_entry.';
COMMENT ON COLUMN audit.seals.marks IS 'For each entry its id and the first 8 bytes of its SHA-256: names the one that was changed.';
COMMENT ON COLUMN audit.seals.previous_sha256 IS 'sha256 of the seal before.';
COMMENT ON COLUMN audit.seals.sha256 IS 'SHA-256 over all of the above and the public key; what is signed.';

-- Cities that the log, or who kept its heads, has heard of, and that are not there any more: with them their rows went.
CREATE FUNCTION audit.cities_gone(with_heads text[]) RETURNS TABLE (city text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH RECURSIVE logged AS (
        SELECT min(entries.city) AS city FROM audit.entries
        UNION ALL
        SELECT (SELECT min(entries.city) FROM audit.entries WHERE entries.city > logged.city) FROM logged
        WHERE logged.city IS NOT NULL
    ), heard_of AS (
        SELECT logged.city FROM logged
        UNION SELECT seals.city FROM audit.seals WHERE seals.number = 1
        UNION SELECT pg_catalog.unnest(with_heads)
    )
    SELECT heard_of.city FROM heard_of
    WHERE heard_of.city <> '' AND NOT EXISTS (SELECT FROM xenia.cities WHERE cities.id = heard_of.city)
    ORDER BY heard_of.city
$$;
COMMENT ON FUNCTION audit.cities_gone IS 'Ids of cities in the log or among the given ones that are registered no more.';

-- --- who may -----------------------------------------------------------------------------------------------------

-- Entries name no person but staff. Triggers write them as the owner; a sealer sees the cities of its login, an
-- auditor the city that is named, both the service's own.
ALTER TABLE audit.seals ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.seals FORCE ROW LEVEL SECURITY;
CREATE POLICY of_sealer ON audit.entries TO xenia_sealer
    USING (city = '' OR city = ANY ((SELECT xenia.login_cities())::text[]));
CREATE POLICY of_sealer ON audit.seals TO xenia_sealer
    USING (city = '' OR city = ANY ((SELECT xenia.login_cities())::text[]));
CREATE POLICY of_owner ON audit.seals FOR SELECT TO xenia_owner USING (true);
CREATE POLICY of_auditor ON audit.entries FOR SELECT TO xenia_auditor
    USING (city = '' OR city = (SELECT xenia.city_seen()));
CREATE POLICY of_auditor ON audit.seals FOR SELECT TO xenia_auditor
    USING (city = '' OR city = (SELECT xenia.city_seen()));
GRANT SELECT ON audit.seals TO xenia_sealer, xenia_auditor;
GRANT INSERT ON audit.seals TO xenia_sealer;
GRANT EXECUTE ON FUNCTION audit.row_digests(text), audit.offers_unlike_dwellings(text), audit.unwatched(),
    audit.cities_gone(text[]) TO xenia_auditor;

-- --- what was not watched yet --------------------------------------------------------------------------------------

CALL audit.watch('xenia.cities', 'id', 'id');
CALL audit.watch('xenia.policies', '', 'id');
CALL audit.watch('xenia.class_overrides');
CALL audit.watch('xenia.household_keys', 'household', 'household');
CALL audit.watch('xenia.snapshots');
CALL audit.watch('xenia.published', 'city', 'city');
CALL audit.watch_by_snapshot('xenia.snapshot_units');
CALL audit.watch_by_snapshot('xenia.snapshot_indices');
DO $$
DECLARE
    one regclass;
BEGIN
    FOR one IN SELECT watched FROM audit.watched ORDER BY table_name LOOP
        CALL audit.restate(one);
    END LOOP;
END
$$;
