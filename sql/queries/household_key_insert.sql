INSERT INTO xenia.household_keys (household, wrapped) VALUES ($1, $2)
