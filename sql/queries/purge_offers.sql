SELECT xenia.purge_offers($1)
