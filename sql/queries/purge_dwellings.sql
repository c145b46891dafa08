SELECT xenia.purge_dwellings($1)
