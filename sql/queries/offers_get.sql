-- The fields, and in every row when the newest of all dwellings changed. One that is taken is on offer elsewhere.
SELECT
    id, corporation, address, postcode, town, district, kind, is_dwelling, lon, lat, rent_net_eur,
    rent_gross_eur, rooms, area_m2, min_household, max_household, max_income_eur, min_age, step_free,
    lift, floor, entitlement, published, closes, offers.available,
    on_offer_elsewhere OR dwellings.state IN ('reserved', 'offered', 'let'), unreadable,
    (SELECT xenia.written(pg_catalog.max(changed_at)) FROM xenia.dwellings WHERE city = $1)
FROM xenia.offers JOIN xenia.dwellings USING (city, id)
WHERE city = $1 AND dwellings.state <> 'withdrawn'
ORDER BY id COLLATE "C"
