SELECT period, class, size, waited, n_moves, told FROM xenia.moves
WHERE city = $1
ORDER BY period, class, size, waited
