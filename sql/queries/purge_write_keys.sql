DELETE FROM xenia.write_keys WHERE xenia.past_term('write_keys', taken_at)
RETURNING true
