SELECT DISTINCT household FROM xenia.recommendations
WHERE city = $1 AND household IS NOT NULL AND xenia.past_term('recommendations', shown_at)
ORDER BY household
