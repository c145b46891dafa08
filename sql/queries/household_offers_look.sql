SELECT version, CASE WHEN state = 'accepted' AND NOT live THEN 'accepted and agreed' ELSE state END
FROM xenia.household_offers
WHERE city = $1 AND id = $2
