-- The new table has no statistics of its own; with them the joins below it are planned for its true size.
ANALYZE pg_temp.offers_in
