COPY pg_temp.offers_in (
    city, source, id, corporation, address, postcode, town, district, kind, is_dwelling, lon, lat,
    rent_net_eur, rent_gross_eur, rooms, area_m2, min_household, max_household, max_income_eur, min_age,
    step_free, lift, floor, entitlement, published, closes, available, on_offer_elsewhere, unreadable
) FROM STDIN
