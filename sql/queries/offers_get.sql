-- The fields, and in every row when the newest of all offers changed.
SELECT
    id, corporation, address, postcode, town, district, kind, is_dwelling, lon, lat, rent_net_eur,
    rent_gross_eur, rooms, area_m2, min_household, max_household, max_income_eur, min_age, step_free,
    lift, floor, entitlement, published, closes, available, on_offer_elsewhere, unreadable,
    (SELECT pg_catalog.to_char(pg_catalog.max(changed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
     FROM xenia.offers WHERE city = $1)
FROM xenia.offers
WHERE city = $1 AND withdrawn_at IS NULL
ORDER BY id COLLATE "C"
