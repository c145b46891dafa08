#!/bin/sh
# protocol_test.sh - HTTP itself: validators, HEAD, limits, media types, languages, parameters, and requests that
# two servers could read differently.
. "$(dirname "$0")/lib.sh"
set_up
API=/api/v1/cities/$CITY

# --- validators: each has its own, and all change with what the answer depends on
seen=""
for path in "$API/published/units" "$API/published/units?level=block" "$API/published/units?lang=nl" \
    "$API/published/units?index=share&group=FOREIGN" "$API/published/units?index=share&group=OTHER" \
    "$API/published/indices" "$API/published/geometry" "$API/maps/classes.svg" "$API/maps/share.svg?group=OTHER"; do
    get "$path"; expect_status 200
    tag=$(etag)
    case $tag in \"*\") pass ;; *) fail "$path has no ETag" ;; esac
    case $seen in *"$tag"*) fail "$path has another's ETag" ;; *) pass ;; esac
    seen="$seen $tag"
    get "$path" -H "If-None-Match: $tag"; expect_status 304
    expect "a 304 has no body" "$(wc -c <"$body")" 0
    expect "a 304 has the ETag" "$(etag)" "$tag"
    get "$path" -H "If-None-Match: \"other\", W/$tag"; expect_status 304
    get "$path" -H 'If-None-Match: "other"'; expect_status 200
done
expect "languages vary" "$(header Vary)" 'Accept-Language, Accept-Encoding'
plain /assets/page.css; tag=$(etag)
plain /assets/page.css -H "If-None-Match: $tag"; expect_status 304
plain "$API/published/units" -H "If-None-Match: $seen" -H "Authorization: Bearer x"; expect_status 401

# --- HEAD is GET without the body
get "$API/published/units"; length=$(wc -c <"$body")
get "$API/published/units" --head; expect_status 200
expect "length that HEAD tells" "$(header Content-Length)" "$length"
plain /healthz --head; expect_status 200

# --- languages
get "$API/published/units" -H 'Accept-Language: fr, de-AT;q=0.8, nl'
expect_json "jsonb_path_exists(d, '\$.units[*] ? (@.class_text == \"gemischt\")')"
get "$API/published/units?lang=en" -H 'Accept-Language: de'; expect_json "jsonb_path_exists(d, '\$.units[*] ? (@.class_text == \"mixed\")')"
get "$API/published/units" -H 'Accept-Language: ,;q,,'; expect_status 200
get "$API/published/units?lang=xx"; expect_problem 400 bad_parameter lang

# --- parameters
get "$API/published/units?levle=block"; expect_problem 400 unknown_parameter levle
get "$API/published/units?lang+level=block"; expect_problem 400 unknown_parameter
get "$API/published/units?level=block&level=district"; expect_problem 400 bad_parameter level
get "$API/published/units?level=%zz"; expect_problem 400 bad_parameter
get "$API/published/units?level=block%00x"; expect_problem 400 bad_parameter
get "$API/published/units?level=%62lock"; expect_status 200; expect_json "d->>'level' = 'block'"
get "$API/published/units?level="; expect_problem 400 bad_parameter level
get "$API/published/units?level"; expect_problem 400 bad_parameter level
get "$API/published/units?$(printf 'a%d=1&' 1 2 3 4 5 6 7 8 9)"; expect_status 400

# --- paths
for path in //healthz /healthz/ /./healthz /assets/../healthz /assets/%2e%2e/healthz /assets/..%2fhealthz \
    /healthz%00 /health%7a%0a /assets/a%5cb "/api/v1/cities/$CITY%2fpublished/units" "/api//v1/cities" /a/b/c/d/e/f/g/h/i; do
    get "$path"; expect_problem 404 no_such_route
done
plain /health%7a; expect_status 200
get "/api/v1/cities/$(printf 'x%.0s' $(seq 300))/published/units"; expect_problem 404 no_such_city

# --- bodies
big=$(awk 'BEGIN { while (n++ < 20000) printf "x" }')
post "$API/recommendations" "{\"size\":5,\"x\":\"$big\"}"; expect_problem 413 too_large
post "$API/recommendations" "{\"size\":5,\"x\":\"$big\"}" -H 'Transfer-Encoding: chunked'; expect_problem 413 too_large
post "$API/recommendations" "$HOUSEHOLD" -H 'Transfer-Encoding: chunked'; expect_status 200
raw "POST $API/recommendations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer $TOKEN\r\nContent-Type: application/json\r\nContent-Length: 10000000\r\n\r\n{"
expect_status 413; grep -qi '^connection: close' "$body" && pass || fail "a large body is waited for"
get "$API/recommendations" --data-binary "$HOUSEHOLD" -H 'Content-Type: text/plain'; expect_problem 415 unsupported_media_type
get "$API/recommendations" --data-binary "$HOUSEHOLD" -H 'Content-Type: application/jsonx'; expect_problem 415 unsupported_media_type
get "$API/recommendations" --data-binary "$HOUSEHOLD" -H 'Content-Type: Application/JSON; charset=utf-8'; expect_status 200
plain "$API/recommendations" --data-binary "$HOUSEHOLD" -H 'Content-Type: text/plain'; expect_problem 401 unauthorized
get "$API/published/units" -X GET --data-binary '{}'; expect_problem 413 too_large
post "$API/recommendations" "$HOUSEHOLD" -H 'Origin: https://elsewhere.example'; expect_problem 403 foreign_origin
post "$API/recommendations" "$HOUSEHOLD" -H 'Origin: null'; expect_problem 403 foreign_origin
post "$API/recommendations" "$HOUSEHOLD" -H "Origin: $URL"; expect_status 200

# --- requests that can be read in two ways
raw "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"; expect_status 200
raw "GET /healthz HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"; expect_status 400
raw "GET /healthz HTTP/1.1\r\nHost : x\r\n\r\n"; expect_status 400
raw "POST $API/recommendations HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}"; expect_status 400
raw "POST $API/recommendations HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"; expect_status 400
raw "GET /api/v1/cities HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer $TOKEN\r\nAuthorization: Bearer x\r\n\r\n"; expect_status 400
raw "nonsense\r\n\r\n"; [ "$status" != 200 ] && pass || fail "nonsense is answered"
plain /healthz; expect_status 200

# --- one connection serves many requests, refused ones among them
codes=$(curl -s -o /dev/null -w '%{http_code}/%{num_connects} ' -H "Authorization: Bearer $TOKEN" \
    "$URL/healthz" "$URL/nothing" "$URL/api/v1/cities" "$URL$API/published/units?x=1" -o /dev/null -o /dev/null -o /dev/null)
expect "statuses and new connections" "$codes" "200/1 404/0 200/0 400/0 "

# --- where it may listen
"$XENIAD" --dsn "$DSN" --listen 0.0.0.0 --port 0 >/dev/null 2>"$WORK/refused"; expect "exit code beyond loopback" $? 1
grep -q beyond-loopback "$WORK/refused" && pass || fail "it does not say how to listen beyond loopback"
"$XENIAD" --dsn "$DSN" --listen 127.x --port 0 >/dev/null 2>&1; expect "exit code for a bad address" $? 1
"$XENIAD" --dsn "$DSN" --port "${URL##*:}" >/dev/null 2>"$WORK/refused"; expect "exit code for a taken port" $? 5
grep -qi 'in use' "$WORK/refused" && pass || fail "it does not say that the port is taken"
end_daemon TERM
expect "exit code" $code 0
start_daemon --listen 0.0.0.0 --beyond-loopback
case $URL in http://0.0.0.0:*) pass ;; *) fail "listens at $URL" ;; esac
plain /healthz; expect_status 200
finish
