SELECT id, corporation, coalesce(rent_gross_eur, rent_net_eur), rooms, area_m2, published
FROM xenia.offers
WHERE city = $1
ORDER BY id COLLATE "C"
