DELETE FROM xenia.login_tries WHERE xenia.past_term('tries', last_at)
RETURNING true
