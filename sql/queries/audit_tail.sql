-- The newest seal of a city, and what time it is.
SELECT coalesce(number, 0), coalesce(last_entry, 0), pg_catalog.encode(sha256, 'hex'), pg_catalog.clock_timestamp()
FROM (SELECT) AS always
LEFT JOIN LATERAL (SELECT * FROM audit.seals WHERE city = $1 ORDER BY number DESC LIMIT 1) AS newest ON true
