SELECT corporation, quarter, n_dwellings FROM xenia.commitments WHERE city = $1
ORDER BY quarter, corporation COLLATE "C"
