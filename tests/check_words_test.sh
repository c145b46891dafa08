#!/bin/sh
# check_words.sh finds each kind of word that it is there for, and lets through what the rule allows.
set -eu
check=$(cd "$(dirname "$0")" && pwd)/check_words.sh
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree/src/base"
# found WANTED LINE : exit code for a source of that one line
found() {
    printf '%s\n' "$2" >"$tree/src/base/a.po"
    if sh "$check" "$tree" >"$tree/said"; then code=0; else code=1; fi
    if [ "$code" -ne "$1" ]; then
        echo "exit code $code, wanted $1, for: $2"
        exit 1
    fi
}
found 0 'msgstr "The area is concentrated."'
found 1 'msgstr "The area is a Ghetto."'
found 1 'msgstr "getto"'
found 1 'msgstr "The area is segregated."'
found 1 'msgstr "Das Gebiet ist segregiert ({policy})."'
found 1 'msgstr "De wijk is gesegregeerd."'
found 0 'msgstr "Segregated by {policy} on {date}."'
found 0 'msgstr "segregation index"'
echo "check_words.sh: 8 lines judged"
