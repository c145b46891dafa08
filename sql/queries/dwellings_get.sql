-- The fields of offers_get, then where the dwelling stands.
SELECT
    id, corporation, address, postcode, town, district, kind, is_dwelling, lon, lat, rent_net_eur,
    rent_gross_eur, rooms, area_m2, min_household, max_household, max_income_eur, min_age, step_free,
    lift, floor, entitlement, published, closes, offers.available, on_offer_elsewhere, unreadable,
    source, dwellings.state, dwellings.version
FROM xenia.offers JOIN xenia.dwellings USING (city, id)
WHERE city = $1 AND ($2::text IS NULL OR id = $2)
ORDER BY id COLLATE "C"
