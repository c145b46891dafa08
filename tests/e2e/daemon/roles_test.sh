# roles_test.sh - every cell of the matrix of roles and addresses, tried over HTTP from the matrix as it is printed.
# shellcheck shell=sh disable=SC2154
. "$(dirname "$0")/lib.sh"
set_up
ROLES="coordinator working_group scientist corporation steward auditor refresher admin"
"$XENIA" roles
"$XENIA" roles --format csv >"$WORK/matrix"
cmp "$WORK/matrix" "$SOURCE/tests/golden/roles.csv" && pass || fail "the matrix is not the one that was agreed: tests/golden/roles.csv"
expect "the columns" "$(head -n 1 "$WORK/matrix")" \
    "method,path,anybody,$(echo "$ROLES" | tr ' ' ,)"
for role in $ROLES; do
    if [ "$role" = corporation ]; then
        "$XENIA" token create "cell $role" --role "$role" --corporation 'Wohnbau Demo' --dsn "$DSN" >"$WORK/token.$role"
    else
        "$XENIA" token create "cell $role" --role "$role" --dsn "$DSN" >"$WORK/token.$role"
    fi
    [ -s "$WORK/token.$role" ] || fail "no token of role $role"
done

# --- each cell ----------------------------------------------------------------------------------------------

allowed=0 refused=0 open=0
# ask METHOD PATH [CURL OPTION...] : a body that no step takes, so that nothing is changed
ask() {
    ask_method=$1 ask_path=$2
    shift 2
    case $ask_method in
    GET) plain "$ask_path" "$@" ;;
    DELETE) plain "$ask_path" -X DELETE "$@" ;;
    *) plain "$ask_path" -X "$ask_method" -H 'Content-Type: application/json' --data '{"nothing":1}' "$@" ;;
    esac
}
cell() { # METHOD PATH ROLE MAY
    ask "$1" "$2" -H "Authorization: Bearer $(cat "$WORK/token.$3")"
    if [ "$4" = yes ]; then
        allowed=$((allowed + 1))
        case $status in 401 | 403 | 000 | 429 | 5??) fail "$1 $2 as $3: status $status, wanted it allowed: $(head -c 200 "$body")" ;; *) pass ;; esac
    else
        refused=$((refused + 1))
        expect "$1 $2 as $3" "$status $(grep -o "\"code\":\"role\"" "$body")" "403 \"code\":\"role\""
    fi
}
exec 3<"$WORK/matrix"
read -r _ <&3
while IFS=, read -r method pattern anybody cells <&3; do
    path=$(echo "$pattern" | sed "s/{c}/$CITY/; s/{x}/nothing/")
    if [ "$anybody" = yes ]; then
        open=$((open + 1))
        ask "$method" "$path"
        case $status in 401 | 403 | 000) fail "$method $path without an account: $status" ;; *) pass ;; esac
        continue
    fi
    ask "$method" "$path"
    expect "$method $path without an account" "$status" 401
    for role in $ROLES; do
        cell "$method" "$path" "$role" "${cells%%,*}"
        cells=${cells#*,}
    done
done
exec 3<&-
echo "$allowed cells allowed, $refused cells refused, $open addresses for anybody"
expect "rows" "$(($(wc -l <"$WORK/matrix") - 1))" "$(((allowed + refused) / 8 + open))"

# --- what R11 says, in words --------------------------------------------------------------------------------

may() { awk -F, -v method="$1" -v path="$2" -v role="$3" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == role) column = i }
    $1 == method && $2 == path { print $column }' "$WORK/matrix"; }
c='/api/v1/cities/{c}'
for role in working_group scientist corporation steward auditor refresher admin; do
    expect "households by $role" "$(may GET "$c/households" $role)" ""
done
expect "refresher reads no map" "$(may GET "$c/maps/{x}" refresher)" ""
expect "admin reads no map" "$(may GET "$c/maps/{x}" admin)" ""
expect "nothing live for the working group" "$(may GET "$c/units" working_group)" ""
expect "the log is the auditor's" "$(may GET "$c/audit" auditor)$(may GET "$c/audit" coordinator)" yes

# --- cities apart -------------------------------------------------------------------------------------------

sql "INSERT INTO xenia.cities (id, title, demonstration, definition) VALUES ('elsewhere', 'Elsewhere', true, '/nowhere')"
new_token 'of elsewhere' coordinator --city elsewhere
get "/api/v1/cities/$CITY/households"; expect_problem 403 city
get /api/v1/cities; expect_status 200; expect_json "jsonb_array_length(d->'cities') = 0"
new_token 'refresher of elsewhere' refresher --city elsewhere
plain /api/v1/refreshes -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' --data "{\"city\":\"$CITY\"}"
expect_problem 403 city

# --- own cases ----------------------------------------------------------------------------------------------

API=/api/v1/cities/$CITY
new_token anna; anna=$TOKEN
new_token bert; bert=$TOKEN
TOKEN=$anna
change POST /households '{"reference":"A1","needs":{"size":2}}'; expect_status 201
expect_json "d->>'coordinator' = 'anna'"
id=$(json "d->>'id'") version=$(json "d->>'version'")
change POST /households '{"reference":"A2","needs":{"size":2},"coordinator":"bert"}'; expect_problem 422 refused_input coordinator
TOKEN=$bert
get "$API/households/$id"; expect_problem 404 not_found
change PATCH "/households/$id" '{"coordinator":"bert"}' "$version"; expect_status 404
get "$API/households"; expect_status 200; expect_json "NOT d @? '\$.households[*] ? (@.reference == \"A1\")'"
TOKEN=$anna
for nobody in 'Bert Typo' 'cell auditor' 'of elsewhere'; do # nobody, another role, another city
    change PATCH "/households/$id" "{\"coordinator\":\"$nobody\"}" "$version"; expect_status 404
done
change PATCH "/households/$id" '{"coordinator":"bert"}' "$version"; expect_status 200; expect_json "d->>'coordinator' = 'bert'"
get "$API/households/$id"; expect_problem 404 not_found
TOKEN=$bert
get "$API/households/$id"; expect_status 200; expect_json "d->>'coordinator' = 'bert'"

# --- a corporation's own ------------------------------------------------------------------------------------

TOKEN=$(cat "$WORK/token.corporation")
change POST /dwellings '{"id":"C1","address":"Weg 1"}'; expect_status 201; expect_json "d->>'corporation' = 'Wohnbau Demo'"
change POST /dwellings '{"id":"C2","address":"Weg 2","corporation":"Another"}'; expect_problem 403 corporation corporation
get "$API/dwellings"; expect_status 200
expect_json "jsonb_array_length(d->'dwellings') = 1"
finish
