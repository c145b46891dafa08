DELETE FROM xenia.sessions WHERE xenia.past_term('sessions', opened_at)
RETURNING true
