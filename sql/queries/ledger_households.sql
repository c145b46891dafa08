SELECT households.id, households.arrived_on, households.left_on, households.state = 'waiting', households.persons,
       households.sealed, household_keys.wrapped
FROM xenia.households
LEFT JOIN xenia.household_keys ON household_keys.household = households.id
WHERE households.city = $1
ORDER BY households.arrived_on, households.id
