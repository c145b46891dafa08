INSERT INTO xenia.household_offers (city, household, dwelling, decision) VALUES ($1, $2, $3, $4) RETURNING id
