SELECT city FROM audit.cities_gone($1::text[])
