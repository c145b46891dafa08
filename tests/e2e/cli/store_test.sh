#!/bin/sh
# The store from the command line, on a private PostgreSQL of its own in a temporary folder: migrations, imports
# that are all or nothing and repeatable, refreshes that publish once, and one at a time.
. "$(dirname "$0")/lib.sh"

state=$WORK/state
psql_pid=""
clean_up() {
    [ -z "$psql_pid" ] || kill "$psql_pid" 2>/dev/null
    [ ! -d "$state" ] || "$XENIA" db stop --state-dir "$state" >/dev/null 2>&1
    rm -rf "$WORK"
}
chmod 755 "$WORK" # PostgreSQL runs as another user where this is root
store="--state-dir $state"
lock_is_held() { # the advisory lock of a refresh
    psql "$dsn" -XAtq -c "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted" | grep -qx 1
}
city="--city $DEMO/city.ini"
offers=$WORK/offers.csv
migrations=$(ls "$SOURCE"/sql/schema/*.sql | wc -l)

# shellcheck disable=SC2086
{
    run db init $store
    if [ $code -ne 0 ] && grep -q "initdb\|PostgreSQL.*not" "$err"; then skip "$(cat "$err")"; fi
    expect_code 0
    expect_in "$out" "migrations applied: $migrations"
    done_with db init $store
    expect_in "$out" "migrations applied: 0"
    contents() { # CITIES OFFERS SNAPSHOTS
        done_with db status $store
        expect_in "$out" "cities: $1, offers: $2, snapshots: $3"
    }
    contents 0 0 0
    expect_in "$out" "schema version $migrations of $migrations"
    dsn=$(sed -n "s/.*psql '\(.*\)'$/\1/p" "$out" | tr -d "'")

    # --- nothing there yet
    refused 2 "no city is imported: xenia import areas CITY.ini" -- refresh $store
    refused 2 "there is no city 'muenster-demo'" -- import offers $DEMO/offers.csv --city muenster-demo $store

    # --- imports: a dry run writes nothing, the second one changes nothing
    areas="import areas $DEMO/city.ini --policy $DEMO/policy.ini $store"
    done_with $areas --dry-run
    expect_in "$out" "would be: city muenster-demo: 299 units on 2 levels, 280004 persons"
    contents 0 0 0
    done_with $areas
    expect_in "$out" "city muenster-demo: 299 units on 2 levels"
    done_with $areas
    contents 1 0 0
    for file in "offers:250:--source demo" placements:76:; do
        kind=${file%%:*} options=${file##*:}
        n=${file#*:} n=${n%:*}
        import="import $kind $DEMO/$kind.csv --city muenster-demo $options $store"
        done_with $import --dry-run
        expect_in "$out" "would be: $n new, 0 changed, 0 unchanged, 0 withdrawn"
        done_with $import
        expect_in "$out" "$n new, 0 changed, 0 unchanged, 0 withdrawn"
        done_with $import
        expect_in "$out" "0 new, 0 changed, $n unchanged, 0 withdrawn"
        done_with $import --dry-run
        expect_in "$out" "would be: 0 new, 0 changed, $n unchanged, 0 withdrawn"
    done
    contents 1 250 0

    # --- refresh: published once, then unchanged; the same snapshot as the ranking without a database
    done_with refresh --dry-run $store
    expect_in "$out" "not published (dry run)"
    contents 1 250 0
    done_with refresh $store
    expect_in "$out" "published (the first)" "0 of 299 areas changed class"
    snapshot=$(sed -n 's/^muenster-demo: snapshot \([0-9a-f]*\) .*/\1/p' "$out")
    done_with refresh $store
    expect_in "$out" "muenster-demo: snapshot $snapshot unchanged"
    contents 1 250 1
    done_with rank $city --policy $DEMO/policy.ini --placements $DEMO/placements.csv --offers $DEMO/offers.csv \
        --household $DEMO/households/F01.json
    expect_in "$out" "snapshot $snapshot, policy programme-load version demo-1"

    # ... and the same ranking, as the demonstration makes it out of this store
    said="xenia demo --no-serve"
    "$XENIA" demo --no-serve --dir "$state" --data "$DEMO" >"$WORK/demo" 2>"$err"
    code=$?
    expect_code 0
    expect_in "$WORK/demo" "offers: 0 new, 0 changed, 250 unchanged, 0 withdrawn" "The snapshot is unchanged"
    expect_in "$WORK/demo" "snapshot $snapshot, policy"
    grep '^ *[0-9]*\. \[' "$WORK/demo" >"$WORK/from_store"
    grep '^ *[0-9]*\. \[' "$out" >"$WORK/from_files"
    expect_equal "$(sed -n 's/^.*\. \[\([a-z]*\)\] .*/\1/p' "$WORK/from_store" | sort -u | tr '\n' ' ')" \
        "concentrated mixed undetermined " "tiers shown by the demonstration"
    expect_equal "$(grep -vxF -f "$WORK/from_files" "$WORK/from_store")" "" "rows of the store that the files do not give"

    # --- a torn feed withdraws nothing
    head -n 1 "$DEMO/offers.csv" >"$offers"
    refused 2 "$offers: found no offer in it" -- import offers "$offers" --city muenster-demo --source demo $store
    contents 1 250 1

    # --- all or nothing: a fault anywhere leaves everything as it is
    awk 'NR == 200 { $0 = line } { line = $0; print }' "$DEMO/offers.csv" >"$offers"
    refused 2 "$offers, line 200: the id 'D198' is taken, by the offer on line 199" -- \
        import offers "$offers" --city muenster-demo --source demo $store
    awk -F, -v OFS=, 'NR == 50 { $3 = 9999 } { print }' "$DEMO/placements.csv" >"$WORK/placements.csv"
    refused 2 "$WORK/placements.csv, line 50, column unit_id: found '9999'" -- \
        import placements "$WORK/placements.csv" --city muenster-demo $store
    printf 'policy = concentration\nversion = 1\n[classes]\ngroup = AUSL\n' >"$WORK/policy.ini"
    refused 2 "compares the group 'AUSL'" -- import areas $DEMO/city.ini --policy "$WORK/policy.ini" $store
    { cat "$DEMO/policy.ini"; printf '[classes]\nmonths = 12\n'; } >"$WORK/policy.ini"
    refused 2 "$WORK/policy.ini" "version" -- import areas $DEMO/city.ini --policy "$WORK/policy.ini" $store
    refused 2 "offer 'D001' of source 'other' is already there from source 'demo'" -- \
        import offers $DEMO/offers.csv --city muenster-demo --source other $store
    refused 2 "there is no city 'atlantis'" "muenster-demo" -- import offers $DEMO/offers.csv --city atlantis $store
    refused 2 "there is no city 'atlantis'" "muenster-demo" -- export publicaties --city atlantis $store
    printf 'id,size\nH1,3\n' >"$WORK/households.csv"
    refused 2 "there is no city 'atlantis'" "muenster-demo" -- import households "$WORK/households.csv" --city atlantis $store
    refused 2 "there is no city 'atlantis'" "muenster-demo" -- refresh --city atlantis $store
    contents 1 250 1
    done_with refresh $store
    expect_in "$out" "snapshot $snapshot unchanged"

    # --- a feed that changed: new, changed, withdrawn
    awk -F, -v OFS=, 'NR == 2 { $11 = 600 } NR == 3 { $1 = "D999" } NR != 4 { print }' "$DEMO/offers.csv" >"$offers"
    feed="import offers $offers --city muenster-demo --source demo $store"
    done_with $feed --dry-run
    expect_in "$out" "would be: 1 new, 1 changed, 247 unchanged, 2 withdrawn"
    done_with $feed
    expect_in "$out" "1 new, 1 changed, 247 unchanged, 2 withdrawn"

    # --- another policy: what changes is printed, area by area, and it is a result
    done_with import areas $DEMO/city.ini --policy $DEMO/policy_concentration.ini $store
    done_with refresh --dry-run $store
    grep ' -> ' "$out" >"$WORK/changes"
    done_with refresh $store
    expect_in "$out" "published" "muenster-demo: district 61 'Coerde': mixed -> concentrated" \
        "muenster-demo: district 97 'Hiltrup-West': mixed -> undetermined (within noise)"
    grep ' -> ' "$out" >"$WORK/changes.published"
    expect_same "$WORK/changes" "$WORK/changes.published" "the dry run foretold other changes"
    expect_equal "$(sed -n 's/^muenster-demo: \([0-9]*\) of 299 areas changed class.*/\1/p' "$out")" \
        "$(wc -l <"$WORK/changes")" "changes counted and listed"
    expect_equal "$(sed -n 's/.*changed class, \([0-9]*\) within noise.*/\1/p' "$out")" \
        "$(grep -c "(within noise)" "$WORK/changes")" "changes within noise"
    concentration=$(sed -n 's/^muenster-demo: snapshot \([0-9a-f]*\) .*/\1/p' "$out")
    done_with refresh $store
    expect_in "$out" "snapshot $concentration unchanged" "0 of 299 areas changed class"
    contents 1 249 2

    # --- other counts
    {
        echo "nr,INHAB,RESETTLER,FOREIGN,OTHER"
        done_with index $city --level district --index share --form local --format csv
        awk -F, '$3 == "RESETTLER" { print $5 ",1000," ($5 == 11 ? 600 : 60) "," ($5 == 11 ? 0 : 90) "," ($5 == 11 ? 400 : 850) }' "$out"
    } >"$WORK/counts.csv"
    counts="import counts $WORK/counts.csv --city muenster-demo --level district --key nr --as-of 2005-01-31 $store"
    done_with $counts --dry-run
    expect_in "$out" "would be: city muenster-demo: 299 units on 2 levels, 45000 persons"
    done_with refresh $store
    expect_in "$out" "snapshot $concentration unchanged"
    done_with $counts
    done_with refresh $store # a class changes when two different counts agree
    expect_in "$out" "published" "0 of 299 areas changed class, 0 within noise" \
        "muenster-demo: district 11 'Aegidii': computed concentrated, held at mixed until other data say the same"
    held=$(sed -n 's/.*within noise, \([0-9]*\) held until.*/\1/p' "$out")
    expect_equal "$held" "$(grep -c ", held at " "$out")" "areas held, counted and listed"
    done_with refresh $store # the same counts again are no second count
    expect_in "$out" "unchanged" "0 of 299 areas changed class" "district 11 'Aegidii': computed concentrated, held at mixed"
    sed '2s/,1000,600,0,400/,1010,605,0,405/' "$WORK/counts.csv" >"$WORK/counts_again.csv"
    done_with import counts "$WORK/counts_again.csv" --city muenster-demo --level district --key nr $store
    done_with refresh $store --format json
    expect_in "$out" '"held": 0' "district 11 'Aegidii': mixed -> concentrated"

    # --- a signed override: refused unsigned, expired or about no area; applied, told, and lifted
    overrides=$WORK/overrides.csv
    override() { # UNIT CLASS UNTIL
        printf 'level,unit_id,class,reason,signed_by,signed_on,valid_until\ndistrict,%s,%s,a barracks was counted,A. Signer,2005-01-10,%s\n' \
            "$1" "$2" "$3" >"$overrides"
    }
    add="policy override add $overrides --city muenster-demo $store"
    override 11 mixed 2005-12-31
    refused 2 "$overrides.sig, which would record it, is not there" -- $add
    refused 2 "names 'A. Signer' as its signer, and 'B. Other' signs" -- \
        policy sign $overrides --user "B. Other" --as-of 2005-02-01
    done_with policy sign $overrides --user "A. Signer" --as-of 2005-02-01
    done_with policy check $overrides
    done_with $add
    expect_in "$out" "1 of 1 overrides added"
    done_with $add
    expect_in "$out" "0 of 1 overrides added; the store has had them before"
    done_with refresh $store
    expect_in "$out" "1 of 299 areas changed class" "1 by signed override" \
        "district 11 'Aegidii': computed concentrated, mixed by override of A. Signer until 2005-12-31: a barracks was counted"
    done_with policy override list $store --format csv # on the day on which the demonstration city stands still
    expect_in "$out" "muenster-demo,district,11,mixed,A. Signer,2005-01-10,2005-12-31,applies,a barracks was counted"
    override 99 mixed 2005-12-31
    done_with policy sign $overrides --user "A. Signer" --as-of 2005-02-01
    refused 2 "$overrides, line 2: the override of district '99' is about no unit of this city" -- $add
    override 11 undetermined 2005-02-28 # the demonstration city lives on 2005-03-01
    done_with policy sign $overrides --user "A. Signer" --as-of 2005-02-01
    refused 2 "$overrides, line 2: the override of district '11' is not valid any more" -- $add
    override 11 lifted 2005-12-31
    done_with policy sign $overrides --user "A. Signer" --as-of 2005-02-02
    done_with $add
    done_with refresh $store
    expect_in "$out" "0 by signed override" "district 11 'Aegidii': mixed -> concentrated"

    # --- policies: which there are, who follows them
    done_with policy list $store --format csv
    expect_in "$out" "0,programme-load,1," ",concentration,demo-1," "muenster-demo,in a demonstration city"
    done_with policy diff 0 1 $store
    expect_in "$out" "version (version): 1 -> demo-1"
    sed '5s/,1000,/,100,/' "$WORK/counts.csv" >"$WORK/counts_bad.csv"
    refused 2 "$WORK/counts_bad.csv, line 5: the groups of unit '14' exceed the total" -- \
        import counts "$WORK/counts_bad.csv" --city muenster-demo --level district --key nr $store
    refused 1 "city 'muenster-demo' has no level 'street'" -- \
        import counts "$WORK/counts.csv" --city muenster-demo --level street --key nr $store

    # --- tokens: shown once, 256 bits, never the same
    done_with token create page $store
    cp "$out" "$WORK/token"
    expect_equal "$(tr -d 'A-Za-z0-9_\n-' <"$out" | wc -c) $(wc -c <"$out")" "0 44" "a token and a line break"
    done_with token revoke page $store # a label is one token at a time
    done_with token create page $store
    if cmp -s "$out" "$WORK/token"; then fail "two tokens are the same"; else pass; fi
    refused 1 "king" -- token create page --role king $store

    # --- two refreshes at once: the second says so with exit code 5, the first one publishes
    if command -v psql >/dev/null; then
        mkfifo "$WORK/sql"
        psql "$dsn" -XAtq >"$WORK/psql.out" 2>&1 <"$WORK/sql" &
        psql_pid=$!
        exec 3>"$WORK/sql"
        echo 'BEGIN; LOCK TABLE xenia.published; SELECT 1;' >&3 # so that the first one waits while it has the lock
        wait_for grep -q 1 "$WORK/psql.out"
        "$XENIA" refresh $store >"$WORK/first" 2>&1 </dev/null &
        first_pid=$!
        wait_for lock_is_held
        refused 5 "another refresh of city 'muenster-demo' is running" -- refresh $store
        echo 'ROLLBACK;' >&3
        exec 3>&-
        wait $first_pid
        expect_equal "$?" 0 "exit code of the first refresh ($(cat "$WORK/first"))"
        wait $psql_pid
        psql_pid=""
        done_with refresh $store
    else
        echo "without psql: two refreshes at once are not tested"
    fi

    # --- stopped: PostgreSQL is gone, what was in it is not
    done_with db stop $store
    done_with db stop $store # nothing to do is no fault
    refused 4 -- db status --dsn "$dsn"
    refused 4 -- refresh --dsn "$dsn"
    contents 1 249 5
}
finish
