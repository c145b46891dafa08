-- What every connection is set to: names are always qualified, and a server that loses its client stops. Prepared
-- statements are planned for the values they are run with: a plan made while a table was empty would be kept after
-- a feed of 50,000.
SELECT pg_catalog.set_config('search_path', '', false),
       pg_catalog.set_config('plan_cache_mode', 'force_custom_plan', false),
       pg_catalog.set_config('client_connection_check_interval', '1000', false),
       pg_catalog.set_config('idle_in_transaction_session_timeout', '60000', false),
       pg_catalog.set_config('DateStyle', 'ISO', false),
       pg_catalog.set_config('TimeZone', 'UTC', false),
       pg_catalog.set_config('bytea_output', 'hex', false),
       pg_catalog.set_config('extra_float_digits', '1', false),
       pg_catalog.set_config('standard_conforming_strings', 'on', false)
