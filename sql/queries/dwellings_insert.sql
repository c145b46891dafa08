INSERT INTO xenia.offers (
    city, source, id, corporation, address, postcode, town, district, kind, is_dwelling, lon, lat,
    rent_net_eur, rent_gross_eur, rooms, area_m2, min_household, max_household, max_income_eur, min_age,
    step_free, lift, floor, entitlement, published, closes, available, on_offer_elsewhere, unreadable)
VALUES ($1, 'desk', coalesce($2, pg_catalog.gen_random_uuid()::text), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
        $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28)
RETURNING id
