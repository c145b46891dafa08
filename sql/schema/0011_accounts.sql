-- Who may come in: people with passwords and their sessions, machines with tokens, and tries that are counted.
-- No secret is here: passwords as argon2id hashes, sessions and tokens as SHA-256 of 256 random bits.
--
-- The role xenia_gate asks who somebody is and makes the changes, and it alone reads a hash. The role
-- xenia_admin reads the list xenia.accounts, which has none. An account of the whole service has city '': the gate
-- of every login lets it in, and that of a login that serves all cities alone makes or changes it. Those of a city
-- are there for logins that serve it.

-- --- whose rows ---------------------------------------------------------------------------------------------

-- The gate does not know the city before it knows who asks, so it sees the cities of the login.
CREATE PROCEDURE xenia.guard_accounts(guarded regclass)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE pg_catalog.format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
    EXECUTE pg_catalog.format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', guarded);
    EXECUTE pg_catalog.format('CREATE POLICY of_login ON %s TO xenia_owner, xenia_gate
                               USING (city = '''' OR city = ANY ((SELECT xenia.login_cities())::text[]))',
                              guarded);
END
$$;

-- --- people -------------------------------------------------------------------------------------------------

CREATE TABLE xenia.users (
    id text PRIMARY KEY CONSTRAINT "login: 1 to 63 of a-z, 0-9, . _ - @" CHECK (id ~ '^[a-z0-9._@-]{1,63}$'),
    city text NOT NULL DEFAULT '',
    city_of text GENERATED ALWAYS AS (nullif(city, '')) STORED
        CONSTRAINT "city: a city in xenia.cities" REFERENCES xenia.cities (id),
    role text NOT NULL
        CONSTRAINT "role: one of the roles of the service"
        CHECK (role IN ('coordinator', 'working_group', 'scientist', 'corporation', 'steward', 'auditor',
                        'refresher', 'admin')),
    corporation text NOT NULL DEFAULT ''
        CONSTRAINT "corporation: at most 203 bytes" CHECK (pg_catalog.octet_length(corporation) <= 203),
    password_hash text NOT NULL CONSTRAINT "password_hash: argon2id" CHECK (password_hash LIKE '$argon2id$%'),
    state text NOT NULL DEFAULT 'active'
        CONSTRAINT "state: active or disabled" CHECK (state IN ('active', 'disabled')),
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    CONSTRAINT "corporation: named for the role corporation, and for no other"
        CHECK ((role = 'corporation') = (corporation <> ''))
);
COMMENT ON TABLE xenia.users IS 'People who may come in.';
COMMENT ON COLUMN xenia.users.id IS 'The login, and the actor of changes.';
COMMENT ON COLUMN xenia.users.city IS 'The one city that is served; '''': all.';
COMMENT ON COLUMN xenia.users.city_of IS 'The city, for the foreign key.';
COMMENT ON COLUMN xenia.users.password_hash IS 'argon2id with its salt and costs, as libsodium writes it.';
COMMENT ON COLUMN xenia.users.version IS 'Goes up with every change; a session belongs to one version.';

CREATE TABLE xenia.sessions (
    hash bytea PRIMARY KEY CONSTRAINT "hash: 32 bytes" CHECK (pg_catalog.octet_length(hash) = 32),
    login text NOT NULL REFERENCES xenia.users (id) ON DELETE CASCADE,
    city text NOT NULL,
    user_version bigint NOT NULL,
    opened_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    last_seen_at timestamptz NOT NULL DEFAULT pg_catalog.now()
);
CREATE INDEX sessions_login ON xenia.sessions (login);
COMMENT ON TABLE xenia.sessions IS 'Sessions of people; not logged, and gone when they are over.';
COMMENT ON COLUMN xenia.sessions.hash IS 'SHA-256 of what the cookie says.';
COMMENT ON COLUMN xenia.sessions.user_version IS 'Of the account when it was opened: another one ends the session.';
COMMENT ON COLUMN xenia.sessions.last_seen_at IS 'Of the last request, to the minute.';

-- --- machines -----------------------------------------------------------------------------------------------

-- Tokens that were there serve all cities, as they did. One of a corporation that is not named reads nothing: it
-- is revoked. Of several with one label the newest keeps it.
ALTER TABLE xenia.tokens
    ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY,
    ADD COLUMN city text NOT NULL DEFAULT '',
    ADD COLUMN corporation text NOT NULL DEFAULT ''
        CONSTRAINT "corporation: at most 203 bytes" CHECK (pg_catalog.octet_length(corporation) <= 203),
    ADD COLUMN version bigint NOT NULL DEFAULT 1;
UPDATE xenia.tokens SET revoked_at = pg_catalog.now() WHERE role = 'corporation' AND revoked_at IS NULL;
UPDATE xenia.tokens AS older
SET label = CASE WHEN pg_catalog.octet_length(label) <= 48 THEN label ELSE pg_catalog.left(label, 12) END
            || ' #' || number
WHERE revoked_at IS NULL
  AND EXISTS (SELECT FROM xenia.tokens AS newer
              WHERE newer.label = older.label AND newer.revoked_at IS NULL
                AND (newer.created_at, newer.number) > (older.created_at, older.number));
ALTER TABLE xenia.tokens
    ADD COLUMN id text GENERATED ALWAYS AS (label || '/' || number) STORED CONSTRAINT tokens_id UNIQUE,
    ADD COLUMN city_of text GENERATED ALWAYS AS (nullif(city, '')) STORED
        CONSTRAINT "city: a city in xenia.cities" REFERENCES xenia.cities (id),
    ADD COLUMN state text GENERATED ALWAYS AS (CASE WHEN revoked_at IS NULL THEN 'active' ELSE 'revoked' END) STORED,
    ADD CONSTRAINT "corporation: named for the role corporation, and for no other"
        CHECK ((role = 'corporation') = (corporation <> '') OR revoked_at IS NOT NULL);
CREATE UNIQUE INDEX tokens_label ON xenia.tokens (label) WHERE revoked_at IS NULL;
COMMENT ON COLUMN xenia.tokens.label IS 'The actor of changes.';
COMMENT ON COLUMN xenia.tokens.id IS 'Label and number: a label may come again once its token is revoked.';
COMMENT ON COLUMN xenia.tokens.city IS 'The one city that is served; '''': all.';
COMMENT ON COLUMN xenia.tokens.city_of IS 'The city, for the foreign key.';

-- --- both ---------------------------------------------------------------------------------------------------

-- Apart from the accounts, so that being used is no change of one.
CREATE TABLE xenia.account_uses (
    account text PRIMARY KEY,
    city text NOT NULL,
    last_used_at timestamptz NOT NULL DEFAULT pg_catalog.now()
);
COMMENT ON TABLE xenia.account_uses IS 'When a person (login) or a machine (token id, which has a /) came last, to the minute.';

-- A name is a person's or a machine's: the log and the cases of a coordinator know nothing but the name. A city
-- that the login does not serve is not there for it.
CREATE FUNCTION xenia.check_account() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    is_person CONSTANT boolean := TG_TABLE_NAME = 'users';
    name CONSTANT text := pg_catalog.to_jsonb(NEW) ->> CASE WHEN is_person THEN 'id' ELSE 'label' END;
BEGIN
    PERFORM pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('xenia account ' || name, 0));
    IF is_person AND EXISTS (SELECT FROM xenia.tokens WHERE label = name) THEN
        RAISE EXCEPTION 'the name is taken' USING ERRCODE = 'unique_violation',
            DETAIL = pg_catalog.format('a machine has the name ''%s''', name);
    END IF;
    IF NOT is_person AND EXISTS (SELECT FROM xenia.users WHERE id = name) THEN
        RAISE EXCEPTION 'the name is taken' USING ERRCODE = 'unique_violation',
            DETAIL = pg_catalog.format('a person has the name ''%s''', name);
    END IF;
    IF NEW.city <> '' AND NOT NEW.city = ANY (xenia.login_cities()) THEN
        RAISE EXCEPTION 'there is no city ''%''', NEW.city
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'city: a city in xenia.cities';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER check_account BEFORE INSERT ON xenia.users FOR EACH ROW EXECUTE FUNCTION xenia.check_account();
CREATE TRIGGER check_account BEFORE INSERT ON xenia.tokens FOR EACH ROW EXECUTE FUNCTION xenia.check_account();

-- --- tries --------------------------------------------------------------------------------------------------

-- Logins and addresses are personal data of whoever tries: kept as hashes under a salt that nobody reads, for an
-- hour.
CREATE TABLE xenia.login_tries (
    subject bytea PRIMARY KEY,
    tried_at timestamptz[] NOT NULL,
    last_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp()
);
CREATE INDEX login_tries_last_at ON xenia.login_tries (last_at);
COMMENT ON TABLE xenia.login_tries IS 'Tries to come in, by salted hash of a login or a network address.';
COMMENT ON COLUMN xenia.login_tries.tried_at IS 'Those within the window, oldest first.';
COMMENT ON COLUMN xenia.login_tries.last_at IS 'When it was asked about last; an hour later the row goes.';

CREATE TABLE xenia.login_salt (
    salt bytea NOT NULL
);
COMMENT ON TABLE xenia.login_salt IS 'One row: the salt of xenia.login_tries.';
INSERT INTO xenia.login_salt
SELECT pg_catalog.sha256(pg_catalog.uuid_send(pg_catalog.gen_random_uuid())
                         || pg_catalog.uuid_send(pg_catalog.gen_random_uuid()));

CREATE FUNCTION xenia.try_subject(kind text, what text) RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_catalog.sha256(salt || pg_catalog.convert_to(kind || ' ' || what, 'UTF8')) FROM xenia.login_salt
$$;

-- The tries of a subject within the window. The row is locked to the end of the transaction, so that of tries at
-- the same moment each sees those before it.
CREATE FUNCTION xenia.lock_tries(of_subject bytea, within interval) RETURNS timestamptz[]
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO xenia.login_tries AS kept (subject, tried_at) VALUES (of_subject, '{}')
    ON CONFLICT (subject) DO UPDATE
    SET tried_at = ARRAY(SELECT at FROM pg_catalog.unnest(kept.tried_at) AS at
                         WHERE at > pg_catalog.clock_timestamp() - within ORDER BY at),
        last_at = pg_catalog.clock_timestamp()
    RETURNING tried_at
$$;

-- When the oldest of the last `at_most` tries leaves the window; null: it may be tried now.
CREATE FUNCTION xenia.tries_free_at(tries timestamptz[], at_most integer, within interval) RETURNS timestamptz
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT tries[pg_catalog.cardinality(tries) - at_most + 1] + within
    WHERE pg_catalog.cardinality(tries) >= at_most
$$;

CREATE FUNCTION xenia.count_try(login text, address text, per_account integer, per_address integer,
                                within interval) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    of_account CONSTANT bytea := xenia.try_subject('login', login);
    of_address CONSTANT bytea := xenia.try_subject('address', address);
    account_tries timestamptz[];
    address_tries timestamptz[];
    free_at timestamptz;
BEGIN
    account_tries := xenia.lock_tries(of_account, within);
    address_tries := xenia.lock_tries(of_address, within);
    free_at := greatest(xenia.tries_free_at(account_tries, per_account, within),
                        xenia.tries_free_at(address_tries, per_address, within));
    IF free_at IS NULL THEN
        UPDATE xenia.login_tries SET tried_at = tried_at || pg_catalog.clock_timestamp()
        WHERE subject IN (of_account, of_address);
    END IF;
    DELETE FROM xenia.login_tries
    WHERE subject IN (SELECT subject FROM xenia.login_tries
                      WHERE last_at < pg_catalog.clock_timestamp() - interval '1 hour'
                      LIMIT 100 FOR UPDATE SKIP LOCKED);
    IF free_at IS NULL THEN
        RETURN 0;
    END IF;
    RETURN greatest(1, pg_catalog.ceil(EXTRACT(epoch FROM free_at - pg_catalog.clock_timestamp())));
END
$$;
COMMENT ON FUNCTION xenia.count_try(text, text, integer, integer, interval) IS 'Counts one try of a login from an address and gives 0; where a limit is reached, counts nothing and gives the seconds to wait.';

CREATE FUNCTION xenia.forgive_tries(login text, address text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM xenia.login_tries WHERE subject = xenia.try_subject('login', login);
    UPDATE xenia.login_tries SET tried_at = pg_catalog.trim_array(tried_at, 1)
    WHERE subject = xenia.try_subject('address', address) AND tried_at <> '{}'
$$;
COMMENT ON FUNCTION xenia.forgive_tries(text, text) IS 'It was the right password: forgets the tries of the login and the last one of the address.';

-- --- the list -----------------------------------------------------------------------------------------------

CREATE VIEW xenia.accounts WITH (security_barrier) AS
SELECT is_person, name, role, listed.city, corporation, state, version, created_at, last_used_at
FROM (SELECT true AS is_person, id, id AS name, role, city, corporation, state, version, created_at
      FROM xenia.users
      UNION ALL
      SELECT false, id, label, role, city, corporation, state, version, created_at FROM xenia.tokens) AS listed
LEFT JOIN xenia.account_uses ON account = id
WHERE coalesce(pg_catalog.current_setting('xenia.city', true), '') IN ('', listed.city) OR listed.city = '';
COMMENT ON VIEW xenia.accounts IS 'People and machines without any secret: who serves the city that is named in xenia.city, or all.';

-- --- who may what -------------------------------------------------------------------------------------------

CALL xenia.guard_accounts('xenia.users');
CALL xenia.guard_accounts('xenia.sessions');
CALL xenia.guard_accounts('xenia.tokens');
CALL xenia.guard_accounts('xenia.account_uses');
CREATE FUNCTION xenia.serves_all() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT NOT EXISTS (SELECT FROM xenia.cities WHERE NOT id = ANY (xenia.login_cities()))
$$;
COMMENT ON FUNCTION xenia.serves_all() IS 'Does the login of this session serve every city?';
REVOKE EXECUTE ON FUNCTION xenia.serves_all() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION xenia.serves_all() TO xenia_gate;
CREATE POLICY whole_service_added ON xenia.users AS RESTRICTIVE FOR INSERT TO xenia_gate
    WITH CHECK (city <> '' OR (SELECT xenia.serves_all()));
CREATE POLICY whole_service_changed ON xenia.users AS RESTRICTIVE FOR UPDATE TO xenia_gate
    USING (city <> '' OR (SELECT xenia.serves_all()));
CREATE POLICY whole_service_added ON xenia.tokens AS RESTRICTIVE FOR INSERT TO xenia_gate
    WITH CHECK (city <> '' OR (SELECT xenia.serves_all()));
CREATE POLICY whole_service_changed ON xenia.tokens AS RESTRICTIVE FOR UPDATE TO xenia_gate
    USING (city <> '' OR (SELECT xenia.serves_all()));
ALTER TABLE xenia.login_tries ENABLE ROW LEVEL SECURITY;
ALTER TABLE xenia.login_tries FORCE ROW LEVEL SECURITY;
CREATE POLICY of_owner ON xenia.login_tries TO xenia_owner USING (true);
ALTER TABLE xenia.login_salt ENABLE ROW LEVEL SECURITY;
ALTER TABLE xenia.login_salt FORCE ROW LEVEL SECURITY;
CREATE POLICY of_owner ON xenia.login_salt TO xenia_owner USING (true);

CALL audit.watch('xenia.users');
CALL audit.watch('xenia.tokens');

GRANT SELECT, INSERT, UPDATE (password_hash, state, version) ON xenia.users TO xenia_gate;
GRANT SELECT, INSERT, UPDATE (revoked_at, version) ON xenia.tokens TO xenia_gate;
GRANT SELECT, INSERT, UPDATE (last_seen_at), DELETE ON xenia.sessions TO xenia_gate;
GRANT SELECT, INSERT, UPDATE (last_used_at) ON xenia.account_uses TO xenia_gate;
GRANT EXECUTE ON FUNCTION xenia.count_try(text, text, integer, integer, interval), xenia.forgive_tries(text, text)
    TO xenia_gate;
GRANT SELECT ON xenia.accounts TO xenia_admin;
