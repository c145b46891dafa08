COPY pg_temp.institutions_in (city, id, name, kind, address, lon, lat, age_from, age_to) FROM STDIN
