-- What a corporation's system is told of an offer that was made: drafts are the office's own.
SELECT id, dwelling, household, state, refusal_code, xenia.day(made_at), xenia.day(closed_at), xenia.day(expires_at)
FROM xenia.household_offers
WHERE city = $1 AND made_at IS NOT NULL
ORDER BY drafted_at DESC, id
