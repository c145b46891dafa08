#!/bin/sh
# The 100 counties of North Carolina through the command line: every value of golden/nc.tsv whose index is there
# equals to its tolerance, with the parameters as written; the ids not yet there are listed.
. "$(dirname "$0")/lib.sh"
need_shared golden/nc.tsv gisdata/nc/nc.shp
nc="--layer $SHARED/gisdata/nc/nc.shp --unit-id FIPS --groups NWBIR74,WBIR74"
tab=$(printf '\t')

done_with indices --format csv
cut -d, -f1 "$out" | sed 1d >"$WORK/known"

# every form computes, all at once and one by one
# shellcheck disable=SC2086
for form in one-group two-group multigroup local all; do
    done_with index $nc --form $form --format csv
    [ "$form" = all ] || expect_equal "$(cut -d, -f2 "$out" | sed 1d | sort -u)" "$form" "forms in the answer"
    expect_in "$err" "100 units (0 empty, 0 without counts), 329962 persons"
done

# one run a form with every index and parameter that the golden file asks for
sed 1d "$SHARED/golden/nc.tsv" | cut -f1,2,4 | sort -u >"$WORK/asked"
: >"$WORK/answers"
for form in one-group two-group multigroup; do
    set --
    while IFS=$tab read -r id asked parameters; do
        if [ "$asked" != "$form" ] || ! grep -qx "$id" "$WORK/known"; then continue; fi
        [ "$parameters" = - ] && parameters="" || parameters=":$parameters"
        set -- "$@" --index "$id$parameters"
    done <"$WORK/asked"
    # shellcheck disable=SC2086
    done_with index $nc --form $form --format csv "$@"
    sed 1d "$out" >>"$WORK/answers"
done

# answers: id,form,groups,parameters,unit,value,reason; parameters are written in full and quoted where they
# hold a comma. A golden line asks for some of them; it must find exactly one value that is near enough.
awk -F'\t' -v OFS='\t' '
    function cells(line, cell,   n, quoted, i, c) {
        n = 1; quoted = 0; cell[1] = ""
        for (i = 1; i <= length(line); i++) {
            c = substr(line, i, 1)
            if (c == "\"") quoted = !quoted
            else if (c == "," && !quoted) cell[++n] = ""
            else cell[n] = cell[n] c
        }
        return n
    }
    function holds(all, wanted,   part, n, i) {
        if (wanted == "-") return 1
        n = split(wanted, part, ",")
        for (i = 1; i <= n; i++) if (index("," all ",", "," part[i] ",") == 0) return 0
        return 1
    }
    FILENAME == known { there[$1] = 1; next }
    FILENAME == answers { cells($0, cell); n_answers++; id[n_answers] = cell[1]; form[n_answers] = cell[2]
        groups[n_answers] = cell[3]; parameters[n_answers] = cell[4]; value[n_answers] = cell[6]; next }
    FNR == 1 { next }
    !($1 in there) { missing[$1] = 1; next }
    {
        near = 0
        wanted_groups = $3; gsub(",", "+", wanted_groups)
        for (i = 1; i <= n_answers; i++) {
            if (id[i] != $1 || form[i] != $2 || groups[i] != wanted_groups || !holds(parameters[i], $4)) continue
            difference = value[i] - $5
            if (difference < 0) difference = -difference
            size = $5 < 0 ? -$5 : $5
            if (value[i] != "" && difference <= $6 * size) near = 1
            found = value[i]
        }
        print near ? "near" : "far", $1, $2, $3, $4, $5, found
    }
    END { for (m in missing) print "missing", m }
' known="$WORK/known" answers="$WORK/answers" "$WORK/known" "$WORK/answers" "$SHARED/golden/nc.tsv" >"$WORK/compared"

grep "^missing" "$WORK/compared" | sort | sed "s/^missing$tab/not yet in the catalogue: /"
near=$(grep -c "^near" "$WORK/compared")
expect_equal "$(grep "^far" "$WORK/compared")" "" "values that differ"
expect_equal "$((near + $(grep -c "^far" "$WORK/compared")))" \
    "$(sed 1d "$SHARED/golden/nc.tsv" | cut -f1 | grep -cxF -f "$WORK/known")" "values compared"
if [ "$near" -ge 40 ]; then pass; else fail "only $near values were compared"; fi
echo "$near of $(sed 1d "$SHARED/golden/nc.tsv" | wc -l) golden values agree"
finish
