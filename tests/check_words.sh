#!/bin/sh
# The words of RULES R18, over all that people read: strings and comments of sources, message catalogues, the page,
# policies, mappings, SQL, the demonstration city and what the README says. "Ghetto" stands nowhere, in no language;
# "segregated" is said of an area only together with the policy by whose rule and the day on which it is so: in one
# sentence with {policy} and {date}, or as a figure that a report of the programme itself gives (below).
# Run by ctest; `tests/check_words.sh FOLDER` checks another tree (the test of this test).
set -eu
cd "${1:-$(dirname "$0")/..}"
find src include sql gisdata README.md -type f \( -name '*.[ch]' -o -name '*.po' -o -name '*.js' -o -name '*.html' \
    -o -name '*.css' -o -name '*.sql' -o -name '*.ini' -o -name '*.csv' -o -name '*.md' -o -name '*.json' \) 2>/dev/null |
    LC_ALL=C sort | LC_ALL=C awk '
function bad(what) { n_bad++; printf "%s:%d: %s: %s\n", path, line, what, substr(text, 1, 120) }
# Names of figures in the programme reports, and what an index measures: not said of an area.
function is_excepted() {
    return path ~ /reported_2004\.csv$/ || text ~ /moves, how many of them not segregated/ ||
        text ~ /XN_REPORTED_(NOT_)?SEGREGATED/ || text ~ /"(not_)?segregated"/ || text ~ /segregated_by/ ||
        text ~ /a completely segregated city/ || text ~ /non-segregated/
}
{
    path = $0
    line = 0
    n_files++
    while ((getline text < path) > 0) {
        line++
        lower = tolower(text)
        if (lower ~ /g(h)?etto/) bad("\"ghetto\" is no word of ours")
        if (lower ~ /segregated|gesegregeerd|segregiert/ && !(text ~ /[{]policy[}]/ && text ~ /[{]date[}]/) &&
            !is_excepted())
            bad("\"segregated\" without policy and date")
    }
    close(path)
}
END {
    if (n_files == 0) { print "no files found"; exit 1 }
    printf "%d files checked, %d words against the rule\n", n_files, n_bad
    exit n_bad > 0
}'
