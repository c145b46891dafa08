DELETE FROM xenia.household_keys WHERE household = $1
