SELECT version, state,
       EXISTS (SELECT FROM xenia.objections WHERE household = households.id AND state = 'open'),
       EXISTS (SELECT FROM xenia.household_offers WHERE household = households.id AND live)
FROM xenia.households
WHERE city = $1 AND id = $2
