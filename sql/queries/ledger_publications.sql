SELECT id, corporation, coalesce(rent_gross_eur, rent_net_eur), rooms, area_m2, published
FROM xenia.offers
WHERE city = $1
UNION ALL
SELECT NULL, corporation, NULL, NULL, NULL, published_in
FROM xenia.past_dwellings, pg_catalog.generate_series(1, n_dwellings)
WHERE city = $1
ORDER BY 1, 2, 6
