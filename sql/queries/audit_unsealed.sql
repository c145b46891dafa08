-- Cities with entries that no seal covers yet ('' is the service), found without reading the log.
WITH RECURSIVE cities AS (
    SELECT min(city) AS city FROM audit.entries
    UNION ALL
    SELECT (SELECT min(entries.city) FROM audit.entries WHERE entries.city > cities.city) FROM cities
    WHERE cities.city IS NOT NULL
)
SELECT city
FROM cities
CROSS JOIN LATERAL (SELECT coalesce(max(seals.last_entry), 0) AS entry FROM audit.seals
                    WHERE seals.city = cities.city
                      AND seals.number = (SELECT max(number) FROM audit.seals WHERE seals.city = cities.city)) AS sealed
WHERE EXISTS (SELECT FROM audit.entries WHERE entries.city = cities.city AND entries.id > sealed.entry)
