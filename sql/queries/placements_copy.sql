COPY pg_temp.placements_in (city, decided_on, persons, unit_id, lon, lat, state) FROM STDIN
