-- The log of changes. Triggers of the tables write it, in the transaction of the change: no change goes
-- without, and a change that is taken back leaves no entry. Who changes is told for one transaction by the
-- settings xenia.actor and xenia.role; without them it is the login of the session. Entries name the row and
-- hold a digest of it, never what a person may have said.

CREATE SCHEMA audit;

CREATE TABLE audit.entries (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    city text NOT NULL,
    actor text NOT NULL CONSTRAINT "actor: not empty" CHECK (actor <> ''),
    role text NOT NULL CONSTRAINT "role: not empty" CHECK (role <> ''),
    table_name text NOT NULL,
    row_id text NOT NULL,
    action text NOT NULL CONSTRAINT "action: insert, update or delete"
        CHECK (action IN ('insert', 'update', 'delete')),
    state text,
    version bigint,
    sha256 bytea NOT NULL
);
CREATE INDEX entries_city ON audit.entries (city, id);
COMMENT ON TABLE audit.entries IS 'Every change of the tables of the lifecycle; rows are only ever added.';
COMMENT ON COLUMN audit.entries.actor IS 'Who decided: the label of a token or a login.';
COMMENT ON COLUMN audit.entries.role IS 'As what; ''sql'' for a change without the program.';
COMMENT ON COLUMN audit.entries.state IS 'State of the row after the change (before it, when deleted); null: it has none.';
COMMENT ON COLUMN audit.entries.sha256 IS 'SHA-256 of the row as JSON, sealed columns as they are stored.';

CREATE FUNCTION audit.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    RAISE EXCEPTION 'the log of changes is only ever added to' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.entries
    FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

-- Each audited table has city and id; state and version where it has them. One statement here for all rows
-- of one statement there.
CREATE FUNCTION audit.record() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    actor CONSTANT text := nullif(pg_catalog.current_setting('xenia.actor', true), '');
    role CONSTANT text := nullif(pg_catalog.current_setting('xenia.role', true), '');
BEGIN
    INSERT INTO audit.entries (city, actor, role, table_name, row_id, action, state, version, sha256)
    SELECT line ->> 'city', coalesce(actor, session_user), coalesce(role, 'sql'), TG_TABLE_NAME, line ->> 'id',
           pg_catalog.lower(TG_OP), line ->> 'state', (line ->> 'version')::bigint,
           pg_catalog.sha256(pg_catalog.convert_to(line::text, 'UTF8'))
    FROM (SELECT pg_catalog.to_jsonb(changed) AS line FROM changed) AS lines
    ORDER BY line ->> 'id' COLLATE "C";
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION audit.record() IS 'Trigger of audited tables, with the changed rows as table "changed".';

-- Puts the triggers on a table.
CREATE PROCEDURE audit.watch(watched regclass)
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
    what text;
BEGIN
    FOREACH what IN ARRAY ARRAY['insert', 'update', 'delete'] LOOP
        EXECUTE pg_catalog.format(
            'CREATE TRIGGER audit_%s AFTER %s ON %s REFERENCING %s TABLE AS changed
             FOR EACH STATEMENT EXECUTE FUNCTION audit.record()',
            what, what, watched, CASE what WHEN 'delete' THEN 'OLD' ELSE 'NEW' END);
    END LOOP;
    EXECUTE pg_catalog.format('CREATE TRIGGER keep BEFORE TRUNCATE ON %s
                               FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_truncate()', watched);
END
$$;
CREATE FUNCTION audit.refuse_truncate() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    RAISE EXCEPTION '%.% is not emptied at once: the log would not see it', TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

-- Requests that were answered, so that one that is repeated is answered the same and done once.
CREATE TABLE xenia.write_keys (
    actor text NOT NULL CONSTRAINT "actor: not empty" CHECK (actor <> ''),
    key text NOT NULL
        CONSTRAINT "key: 1 to 200 characters" CHECK (pg_catalog.char_length(key) BETWEEN 1 AND 200),
    method text NOT NULL,
    path text NOT NULL,
    body_sha256 bytea NOT NULL,
    taken_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    status integer,
    etag text,
    sealed_answer bytea,
    answer bytea,
    PRIMARY KEY (actor, key)
);
CREATE INDEX write_keys_taken_at ON xenia.write_keys (taken_at);
COMMENT ON TABLE xenia.write_keys IS 'Idempotency keys of writing requests, and what was answered; kept for two days.';
COMMENT ON COLUMN xenia.write_keys.sealed_answer IS 'The answer, sealed with the master key.';
COMMENT ON COLUMN xenia.write_keys.answer IS 'The answer of a program that has no master key, and so sees no household.';

-- The moment of an event: the database's clock. A demonstration city may name a day, so that a past year can
-- be replayed.
CREATE FUNCTION xenia.moment(of_city text, day date) RETURNS timestamptz
LANGUAGE plpgsql STABLE SET search_path = '' AS $$
BEGIN
    IF day IS NULL THEN
        RETURN pg_catalog.now();
    END IF;
    IF NOT EXISTS (SELECT FROM xenia.cities WHERE id = of_city AND demonstration) THEN
        RAISE EXCEPTION 'only a demonstration city may name the day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'day_given';
    END IF;
    RETURN day::timestamp AT TIME ZONE 'UTC';
END
$$;
CREATE FUNCTION xenia.day(moment timestamptz) RETURNS date
LANGUAGE sql IMMUTABLE SET search_path = '' AS $$ SELECT (moment AT TIME ZONE 'UTC')::date $$;
CREATE FUNCTION xenia.written(moment timestamptz) RETURNS text
LANGUAGE sql STABLE SET search_path = '' AS $$
    SELECT pg_catalog.to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;
