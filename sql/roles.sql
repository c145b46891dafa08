-- Roles of the whole server, made before the first migration. Run again it changes nothing. Where the user of
-- the DSN may not create roles, an administrator runs this file once with psql.

-- Whoever feeds offers by SQL: the one thing it may write is xenia.offers (granted in schema/0002_offers.sql).
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'offer_writer') THEN
        CREATE ROLE offer_writer LOGIN;
    END IF;
END
$$;
