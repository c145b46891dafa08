#!/bin/sh
# page_size.sh FOLDER [LIMIT] - what the page weighs as it is served: scripts, style sheets and Leaflet in them, as gzip.
# Fails above the limit, 120 kB for all views together.
set -eu
folder=${1:?the folder of the served files} limit=${2:-120000}
sum=0 n=0
for packed in "$folder"/*.js.gz "$folder"/*.css.gz; do
    [ -f "$packed" ] || { echo "no $packed: the page is not built"; exit 1; }
    plain=${packed%.gz}
    gzip -dc <"$packed" | cmp -s - "$plain" || { echo "$packed is not $plain"; exit 1; }
    bytes=$(wc -c <"$packed")
    printf '%8d %8d  %s\n' "$bytes" "$(wc -c <"$plain")" "${plain##*/}"
    sum=$((sum + bytes)) n=$((n + 1))
done
# a page without Leaflet would be small, and no map
grep -q 'leafletjs.com' "$folder"/*.js || { echo "Leaflet is not among them"; exit 1; }
echo "$sum bytes as gzip in $n files, at most $limit"
[ "$sum" -le "$limit" ]
