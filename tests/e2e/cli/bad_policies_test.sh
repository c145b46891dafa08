#!/bin/sh
# A policy is signed, in force, about this city and spelt right, or nobody is ranked by it.
. "$(dirname "$0")/lib.sh"
policy=$WORK/policy.ini
city="--layer $DEMO/districts.shp --unit-id DISTRICT --groups RESETTLER,FOREIGN,OTHER"
rank="rank $city --offers $DEMO/offers.csv --household $DEMO/households/F01.json --as-of 2005-03-01 --policy $policy"
write() { printf '%b' "$1" >"$policy"; }
signed='policy = concentration\nversion = 1\nsigned_by = A. Signer\nsigned_on = 2004-01-01\nvalid_until = 2005-12-31
legal_basis = a statute\ndpia_reference = D 1\n[classes]\ngroup = RESETTLER\n'
# shellcheck disable=SC2086
{
    # --- spelling and values, with the line
    while IFS='|' read -r text wanted; do
        write "$text"
        refused 2 "$policy" "$wanted" -- $rank
        refused 2 "$wanted" -- classify $city --policy $policy
    done <<'TABLE'
policy = concentration\nversion = 1\n[classes]\ngroop = RESETTLER\n|, line 4: [classes] has no key 'groop'; did you mean 'group'?
policy = concentration\nversion = 1\n[clases]\ngroup = RESETTLER\n|, line 4: there is no section 'clases'; did you mean 'classes'?
policy = concentraton\nversion = 1\n|, line 1: found 'concentraton' for policy
version = 1\n|does not say 'policy = PROFILE'; known are programme-load, concentration, muenster-2004
policy = programme-load\n|does not say 'version = ...'
policy = concentration\nversion = 1\n|does not name the group of profile concentration
policy = programme-load\nversion = 1\nversion = 2\n|line 3
policy = programme-load\nversion = 1\n[classes]\nload_mixed_below = many\n|, line 4: found 'many' for load_mixed_below, wanted a number from 0 to 1000
policy = programme-load\nversion = 1\n[classes]\nload_mixed_below = 9\n|found load_mixed_below 9 above load_concentrated_above 5
policy = programme-load\nversion = 1\n[classes]\ncertainty = 0.8\n|, line 4: [classes] certainty has no use in the profile programme-load
policy = concentration\nversion = 1\nsigned_by = A\n[classes]\ngroup = RESETTLER\n|is signed by half: there is no signed_on, valid_until, legal_basis, dpia_reference
TABLE
    : >$policy
    refused 2 "$policy does not say 'policy = PROFILE'" -- $rank
    refused 2 "$WORK/none.ini: cannot be opened" -- $rank --policy $WORK/none.ini

    # --- about another city
    write 'policy = concentration\nversion = 1\n[classes]\ngroup = AUSL\n'
    refused 2 "compares the group 'AUSL'; the city has RESETTLER, FOREIGN, OTHER" -- classify $city --policy $policy
    refused 2 "compares the group 'AUSL'" -- map $city --policy $policy -o $WORK/map.svg
    printf '%b' "$signed" | sed 's/RESETTLER/AUSL/' >$policy
    done_with policy sign $policy --user "A. Signer" --as-of 2005-03-01
    refused 2 "compares the group 'AUSL'" -- $rank
    rm $policy.sig
    write 'policy = concentration\nversion = 1\ndemonstration = yes\n[classes]\ngroup = RESETTLER\n'
    refused 2 "demonstration = yes, and this is not a demonstration city" -- $rank
    refused 2 "demonstration = yes, and this is not a demonstration city" -- $rank --policy $DEMO/policy.ini

    # --- unsigned, signed, changed, expired
    write 'policy = concentration\nversion = 1\n[classes]\ngroup = RESETTLER\n'
    refused 2 "may not rank for real people: it is not signed" \
        "these are empty: signed_by, signed_on, valid_until, legal_basis, dpia_reference" -- $rank
    done_with classify $city --policy $policy # classes are about areas: research needs no signature
    write 'policy = muenster-2004\nversion = 1\n[classes]\ngroup = RESETTLER\n'
    refused 2 "the profile muenster-2004 is for replay and research" -- $rank

    write "$signed"
    refused 2 "it is not signed" -- $rank
    expect_in "$err" "note: $policy says that it is signed, but $policy.sig, which would record it, is not there"
    refused 2 "$policy names 'A. Signer' as its signer, and 'B. Other' signs" -- \
        policy sign $policy --user "B. Other" --as-of 2005-03-01
    done_with policy sign $policy --user "A. Signer" --as-of 2005-03-01
    done_with policy check $policy --as-of 2005-03-01
    expect_in "$out" "signature: A. Signer" "ranking: allowed"
    done_with $rank
    expect_in "$out" "policy concentration version 1, request"
    refused 2 "it was valid until 2005-12-31, and the ranking is for 2006-03-01" -- $rank --as-of 2006-03-01
    refused 2 "it is signed only on 2004-01-01" -- $rank --as-of 2003-03-01
    echo "; a comment" >>$policy
    refused 2 "it is not signed" -- $rank
    expect_in "$err" "note: $policy was changed after it was signed: its SHA-256 is not the one in $policy.sig"
    printf 'id,size\nH1,3\n' >"$WORK/households.csv"
    refused 2 "it is not signed" -- match $city --policy $policy --as-of 2005-03-01 --offers "$DEMO/offers.csv" \
        --households "$WORK/households.csv"
    expect_in "$err" "note: $policy was changed after it was signed: its SHA-256 is not the one in $policy.sig"
    run policy check $policy --as-of 2005-03-01
    expect_code 2
    expect_in "$out" "signature: $policy was changed after it was signed"

    # --- the city file
    file=$WORK/city.ini
    sed "s|= districts.shp|= $DEMO/districts.shp|; s|= blocks.shp|= $DEMO/blocks.shp|" "$DEMO/city.ini" >$file
    done_with index --city $file
    sed 's/^groups/grops/' $file >$file.bad
    refused 2 "$file.bad, line 11: [city] has no key 'grops'; did you mean 'groups'?" -- index --city $file.bad
    sed '/^groups/d; /^total/d' $file >$file.bad
    refused 2 "$file.bad: [city] does not say 'groups = A, B, C' (or 'total = COLUMN')" -- index --city $file.bad
    sed 's/blocks.shp/streets.shp/' $file >$file.bad
    refused 2 "streets.shp: cannot be opened" -- index --city $file.bad
    refused 2 "$WORK/none.ini: cannot be opened" -- index --city $WORK/none.ini
}
finish
