#!/bin/sh
# The past of the demonstration: the year 2004 done at the desk and published quarter by quarter, so that dates can be
# compared and packs have progress to show. Again it changes nothing; little is withheld on any date.
. "$(dirname "$0")/lib.sh"

state=$WORK/state
clean_up() {
    [ ! -d "$state" ] || "$XENIA" db stop --state-dir "$state" >/dev/null 2>&1
    rm -rf "$WORK"
}
chmod 755 "$WORK" # PostgreSQL runs as another user where this is root

run demo --no-serve --dir "$state" --data "$DEMO" --lang en
if [ $code -ne 0 ] && grep -q "initdb\|PostgreSQL.*not" "$err"; then skip "$(cat "$err")"; fi
expect_code 0
expect_in "$out" "offers: 250 new" "ranked 99"
expect_not_in "$out" "is offered to" # the year's steps are for --replay

# --- five publications, each with the day and the policy of then ---------------------------------------------------

periods() { "$XENIA" publish --list --state-dir "$state" | awk '$1 == "muenster-demo" { print $2, $3, $5, $6 }'; }
expect_equal "$(periods)" "2005Q1 2005-03-01 programme-load demo-1
2004Q4 2004-10-01 concentration demo-1
2004Q3 2004-07-01 concentration demo-1
2004Q2 2004-04-01 concentration demo-1
2004Q1 2004-01-01 concentration demo-1" "publications"

# --- what came of the year: the ledger of DOMAIN 6 ------------------------------------------------------------------

"$XENIA" ledger --state-dir "$state" --city muenster-demo --from 2004Q1 --to 2004Q4 --lang en >"$WORK/ledger"
expect_in "$WORK/ledger" "19 of 21 = 90 % (71 to 97)" "2004Q2  OWN_WISH: 1" "2004Q3  CARE_OF_RELATIVES: 1" \
    "accepted 21, refused 2, expired 1" "Households still waiting: 15"

# --- what is published of it ------------------------------------------------------------------------------------------

cat >"$WORK/look.py" <<'PYTHON'
import json, sys

documents = [json.load(open(path, encoding="utf-8")) for path in sys.argv[1:]]
for at, document in enumerate(documents):
    assert (document["previous"] is None) == (at == 0), "previous"
    assert document["counts_as_of"] == ["2003-12-31", "2003-12-31", "2004-06-30", "2004-06-30", "2004-12-31"][at]
    for level in document["levels"]:
        cells = [cell for unit in level["units"] for cell in (unit["persons"], *unit["groups"])]
        withheld = sum(isinstance(cell, str) for cell in cells)
        assert withheld < 0.02 * len(cells), (document["period"], level["name"], withheld)
        shown = [unit["persons"] for unit in level["units"] if not isinstance(unit["persons"], str)]
        assert all(persons % 5 == 0 for persons in shown), "rounded"
    indices = [one for one in document["indices"] if one["value"] is not None]
    assert sum(one["lower"] is not None for one in indices) > len(indices) / 2, "intervals"

programmes = [document["programme"] for document in documents]
quarters = programmes[-1]["quarters"]
assert [one["quarter"] for one in quarters] == ["2004Q1", "2004Q2", "2004Q3", "2004Q4"], quarters
assert [one["moves_so_far"] for one in quarters] == ["few", 5, 15, 20]
assert [one["moves"] for one in quarters] == ["few", "few", 10, 5]
assert quarters[-1]["in_mixed_so_far"]["at_least"] == 0.8
assert programmes[-1]["waiting"]["households"] == 15
assert {one["code"]: one["moves"] for one in programmes[-1]["exceptions"]} == {
    "OWN_WISH": "few", "CARE_OF_RELATIVES": "few"}
assert programmes[-1]["market"]["dwellings"] == 240
assert any(one["promised"] == 3 for one in programmes[-1]["commitments"])
# what is told of a quarter that was over stays as it was told
for earlier, later in zip(programmes, programmes[1:]):
    for a, b in zip(earlier["quarters"][:-1], later["quarters"]):
        assert a == b, (a, b)
PYTHON
documents() {
    for period in 2004Q1 2004Q2 2004Q3 2004Q4 2005Q1; do
        as_postgres psql -qAtX -h "$state/postgresql" -d xenia -c \
            "SELECT document FROM xenia.publications WHERE city = 'muenster-demo' AND period = '$period'" \
            >"$WORK/$1_$period.json" || return 1
    done
}
as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi
}
documents once || fail "documents"
python3 "$WORK/look.py" "$WORK"/once_*.json 2>"$WORK/why" || fail "$(tail -n 1 "$WORK/why")"

# --- again: nothing changes ----------------------------------------------------------------------------------------------

run demo --no-serve --dir "$state" --data "$DEMO" --lang en
expect_code 0
expect_in "$out" "offers: 0 new, 0 changed, 250 unchanged, 0 withdrawn" "The snapshot is unchanged"
documents twice || fail "documents"
for period in 2004Q1 2004Q2 2004Q3 2004Q4 2005Q1; do
    expect_same "$WORK/once_$period.json" "$WORK/twice_$period.json" "the second run changes $period"
done
finish
