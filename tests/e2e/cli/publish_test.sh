#!/bin/sh
# What the working group gets, from the command line: once a quarter, for a meeting, held back, and the list.
. "$(dirname "$0")/lib.sh"

state=$WORK/state
clean_up() {
    [ ! -d "$state" ] || "$XENIA" db stop --state-dir "$state" >/dev/null 2>&1
    rm -rf "$WORK"
}
chmod 755 "$WORK" # PostgreSQL runs as another user where this is root
store="--state-dir $state"

refused 1 "--city is needed" -- publish
refused 1 "--on is the day of a --meeting" -- publish --city muenster-demo --on 2005-03-07
run db init $store
if [ "$code" -ne 0 ] && grep -q "no PostgreSQL" "$err"; then skip "no PostgreSQL on this machine"; fi
done_with import areas "$DEMO/city.ini" --policy "$DEMO/policy.ini" $store
done_with publish --list $store
expect_in "$out" "period"
done_with publish --city muenster-demo --dry-run $store
expect_in "$out" "muenster-demo: 2005Q1" "not published (dry run)"
done_with refresh --city muenster-demo $store
done_with publish --list $store
expect_in "$out" "2005Q1" "2005-03-01" "programme-load demo-1"
done_with publish --city muenster-demo $store
expect_in "$out" "was published before, and stays"
done_with publish --city muenster-demo --meeting "Xenia 7" --on 2005-03-07 $store
expect_in "$out" "muenster-demo: 2005-03-07" " published"
done_with publish --list --city muenster-demo $store
expect_in "$out" "Xenia 7" "2005Q1"
refused 2 "no city 'atlantis'" -- publish --city atlantis $store
finish
