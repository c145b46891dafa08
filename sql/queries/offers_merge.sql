-- Inserts what is new and updates what differs; rows that are the same are not touched.
WITH merged AS (
    INSERT INTO xenia.offers (
        city, source, id, corporation, address, postcode, town, district, kind, is_dwelling, lon, lat,
        rent_net_eur, rent_gross_eur, rooms, area_m2, min_household, max_household, max_income_eur, min_age,
        step_free, lift, floor, entitlement, published, closes, available, on_offer_elsewhere, unreadable)
    SELECT
        feed.city, feed.source, feed.id, feed.corporation, feed.address, feed.postcode, feed.town,
        feed.district, feed.kind, feed.is_dwelling, feed.lon, feed.lat, feed.rent_net_eur,
        feed.rent_gross_eur, feed.rooms, feed.area_m2, feed.min_household, feed.max_household,
        feed.max_income_eur, feed.min_age, feed.step_free, feed.lift, feed.floor, feed.entitlement,
        feed.published, feed.closes, feed.available, feed.on_offer_elsewhere, feed.unreadable
    FROM pg_temp.offers_in AS feed LEFT JOIN xenia.offers AS held USING (city, id)
    WHERE held.id IS NULL OR held.withdrawn_at IS NOT NULL
       OR (
            held.corporation, held.address, held.postcode, held.town, held.district, held.kind,
            held.is_dwelling, held.lon, held.lat, held.rent_net_eur, held.rent_gross_eur, held.rooms,
            held.area_m2, held.min_household, held.max_household, held.max_income_eur, held.min_age,
            held.step_free, held.lift, held.floor, held.entitlement, held.published, held.closes,
            held.available, held.on_offer_elsewhere, held.unreadable
          ) IS DISTINCT FROM (
            feed.corporation, feed.address, feed.postcode, feed.town, feed.district, feed.kind,
            feed.is_dwelling, feed.lon, feed.lat, feed.rent_net_eur, feed.rent_gross_eur, feed.rooms,
            feed.area_m2, feed.min_household, feed.max_household, feed.max_income_eur, feed.min_age,
            feed.step_free, feed.lift, feed.floor, feed.entitlement, feed.published, feed.closes,
            feed.available, feed.on_offer_elsewhere, feed.unreadable
          )
    ON CONFLICT (city, id) DO UPDATE SET (
            withdrawn_at, corporation, address, postcode, town, district, kind, is_dwelling, lon, lat,
            rent_net_eur, rent_gross_eur, rooms, area_m2, min_household, max_household, max_income_eur,
            min_age, step_free, lift, floor, entitlement, published, closes, available, on_offer_elsewhere,
            unreadable
        ) = (
            NULL, excluded.corporation, excluded.address, excluded.postcode, excluded.town,
            excluded.district, excluded.kind, excluded.is_dwelling, excluded.lon, excluded.lat,
            excluded.rent_net_eur, excluded.rent_gross_eur, excluded.rooms, excluded.area_m2,
            excluded.min_household, excluded.max_household, excluded.max_income_eur, excluded.min_age,
            excluded.step_free, excluded.lift, excluded.floor, excluded.entitlement, excluded.published,
            excluded.closes, excluded.available, excluded.on_offer_elsewhere, excluded.unreadable
        )
    RETURNING xmax = 0 AS inserted
)
SELECT pg_catalog.count(*) FILTER (WHERE inserted), pg_catalog.count(*) FILTER (WHERE NOT inserted) FROM merged
