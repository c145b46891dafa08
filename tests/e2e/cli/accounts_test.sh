#!/bin/sh
# People and machines from the terminal, on a private PostgreSQL: added, listed, their passwords changed, disabled,
# cases handed over; tokens made, listed, revoked. No password stands in any output but the one that is made.
. "$(dirname "$0")/lib.sh"

state=$WORK/state
clean_up() {
    [ ! -d "$state" ] || "$XENIA" db stop --state-dir "$state" >/dev/null 2>&1
    rm -rf "$WORK"
}
chmod 755 "$WORK" # PostgreSQL runs as another user where this is root
store="--state-dir $state"
# typed TEXT COMMAND OPTION... : runs xenia with the text on standard input.
typed() {
    said="xenia $2 $3 (with standard input)"
    # shellcheck disable=SC2059 # the escapes are the point
    text=$1
    shift
    printf "$text" | "$XENIA" "$@" >"$out" 2>"$err"
    code=$?
}
# refuse_typed TEXT PART COMMAND... : refused as input, in one sentence, which does not repeat what was typed.
refuse_typed() {
    text=$1 part=$2
    shift 2
    typed "$text" "$@"
    expect_code 2
    expect_empty "$out" "standard output"
    expect_in "$err" "xenia user: " "$part"
    expect_not_in "$err" geheim
}
column() { cut -d, -f"$1" "$out" | tr '\n' ' '; }

# shellcheck disable=SC2086
{
    run db init $store
    if [ $code -ne 0 ] && grep -q "initdb\|PostgreSQL.*not" "$err"; then skip "$(cat "$err")"; fi
    expect_code 0
    done_with import areas "$DEMO/city.ini" --policy "$DEMO/policy.ini" $store

    # --- people: a password from standard input, or one that is made and shown once
    typed 'geheim maar lang\n' user add anna --role coordinator --city muenster-demo --password-stdin --lang en $store
    expect_code 0
    expect_equal "$(cat "$out")" "anna may come in" "what is said"
    expect_empty "$err" "standard error"
    done_with user add bert --role admin --lang nl $store
    expect_equal "$(grep -c '^[a-hjkmnp-z2-9]\{24\}$' "$out")" 1 "a password of 24 characters, alone on its line"
    expect_equal "$(wc -l <"$out")" 1 "lines"
    expect_in "$err" "het wachtwoord van bert wordt alleen nu getoond"
    made=$(cat "$out")
    expect_not_in "$err" "$made"
    done_with user add wohnbau --role corporation --corporation "Wohnbau eG" --city muenster-demo $store
    done_with user list --format csv $store
    expect_equal "$(column 1)" "login anna bert wohnbau " "people by login"
    expect_equal "$(column 2)" "role coordinator admin corporation " "roles"
    expect_equal "$(column 3)" "city muenster-demo  muenster-demo " "cities"
    expect_not_in "$out" argon2id
    done_with user list --format json $store
    expect_in "$out" '"login": "anna"' '"corporation": "Wohnbau eG"' '"city": null' '"last_used_at": null'
    done_with user list $store
    expect_in "$out" coordinator active

    # --- refused: usage
    refused 1 "wanted: add LOGIN" -- user
    refused 1 "wanted: add LOGIN" -- user remove anna $store
    refused 1 "wanted: add LOGIN" -- user list anna $store
    refused 1 "found 'emperor'" -- user add x --role emperor $store
    refused 1 "add needs --role" -- user add x $store
    refused 1 "does not take --password-stdin" -- user list --password-stdin $store
    refused 1 "disable does not take --role" -- user disable anna --role admin $store
    refused 1 "too many arguments" -- user add x geheim geheim --role admin $store
    expect_not_in "$err" geheim
    # --- refused: input
    refused 2 "'anna' is there already" -- user add anna --role admin $store
    refused 2 "login: 1 to 63" -- user add Anna --role admin $store
    refused 2 "city: a city" -- user add x --role admin --city atlantis $store
    refused 2 "corporation: named" -- user add x --role corporation $store
    refused 2 "corporation: named" -- user add x --role steward --corporation W $store
    refused 2 "no account 'nobody'" -- user disable nobody $store
    refused 2 "no account 'nobody'" -- user password nobody $store
    refuse_typed 'geheim\n' "wanted at least 12" user add x --role admin --password-stdin $store
    refuse_typed '' "has 0 characters" user add x --role admin --password-stdin $store
    refuse_typed 'geheim \377 geheim\n' "not UTF-8" user add x --role admin --password-stdin $store
    refuse_typed 'geheim geheim\000geheim\n' "NUL" user password anna --password-stdin $store
    refuse_typed "$(awk 'BEGIN { for (i = 0; i < 300; i++) printf "geheim" }')" "more than 256" \
        user password anna --password-stdin $store
    typed 'anna-anna-anna\n' user add anna-anna-anna --role admin --password-stdin $store
    expect_code 2
    expect_in "$err" "the login itself"

    # --- changes
    typed 'een heel ander woord\r\n' user password anna --password-stdin --lang de $store
    expect_code 0
    expect_in "$out" "anna hat ein neues Passwort"
    done_with user password anna $store
    expect_equal "$(grep -c '^[a-hjkmnp-z2-9]\{24\}$' "$out")" 1 "a made password"
    done_with user disable bert --lang en $store
    expect_in "$out" "bert may not come in any more"
    done_with user list --format csv $store
    expect_equal "$(column 5)" "state active disabled active " "states"
    done_with user enable bert $store

    # --- cases of one who leaves
    echo '{"size": 2}' >"$WORK/two.json"
    done_with household add "$WORK/two.json" --reference A-1 --city muenster-demo $store
    refused 2 "no coordinator 'carla'" -- user hand-over anna carla $store
    done_with user add carla --role coordinator --city muenster-demo $store
    done_with user hand-over anna carla --lang en $store
    expect_in "$out" "cases that carla takes over from anna: 0"
    refused 1 "wanted: add LOGIN" -- user hand-over anna $store

    # --- machines
    done_with token create cron --role refresher --city muenster-demo $store
    expect_equal "$(grep -c '^[A-Za-z0-9_-]\{43\}$' "$out")" 1 "a token, alone"
    expect_equal "$(wc -l <"$out")" 1 "lines"
    token=$(cat "$out")
    done_with token create page $store
    refused 2 "'cron' is there already" -- token create cron $store
    refused 2 "a person has the name 'anna'" -- token create anna $store
    refused 2 "a machine has the name 'cron'" -- user add cron --role admin $store
    done_with token list --format csv $store
    expect_equal "$(column 1)" "label cron page " "machines by label"
    expect_equal "$(column 2)" "role refresher coordinator " "roles"
    expect_not_in "$out" "$token"
    done_with token revoke cron --lang nl $store
    expect_equal "$(cat "$out")" "token cron is ingetrokken" "what is said"
    refused 2 "no token 'cron'" -- token revoke cron $store
    done_with token create cron --role refresher $store
    done_with token list --format csv $store
    expect_equal "$(column 5)" "state revoked active active " "states"
    refused 1 "wanted: create LABEL" -- token create $store
    refused 1 "wanted: create LABEL" -- token list cron $store

    # --- all of it is logged, in the name of who is at the terminal
    done_with audit list --city muenster-demo $store
    expect_in "$out" "$(id -un)" users tokens
}
finish
