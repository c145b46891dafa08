SELECT n_cities, n_offers, n_snapshots FROM xenia.held()
