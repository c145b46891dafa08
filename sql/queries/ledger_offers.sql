-- Those that are kept, then what stays of others.
SELECT offer.dwelling, offers.corporation, coalesce(offers.rent_gross_eur, offers.rent_net_eur), offers.rooms,
       offers.area_m2, offer.household, xenia.day(offer.made_at), xenia.day(offer.closed_at), offer.state,
       decisions.class, decisions.rank, decisions.n_listed, offer.refusal_code, decisions.reason_code,
       decisions.decided_by
FROM xenia.household_offers AS offer
JOIN xenia.decisions ON decisions.id = offer.decision
JOIN xenia.offers ON offers.city = offer.city AND offers.id = offer.dwelling
WHERE offer.city = $1
UNION ALL
SELECT NULL, corporation, NULL, NULL, NULL, NULL, made_in, closed_in, state, class, rank, n_listed, refusal_code, reason_code,
       NULL
FROM xenia.past_offers
WHERE city = $1
ORDER BY 7, 8, 6, 1
