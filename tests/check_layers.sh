#!/bin/sh
# Every #include of a layer against the table of layers (src/README.md): which headers a layer publishes, which
# layers it may use, which foreign libraries only it touches. Run by ctest; `tests/check_layers.sh FOLDER`
# checks another tree (the test of this test).
set -eu
root=${1:-$(dirname "$0")/..}
cd "$root"
awk '
BEGIN {
    # layer | its public headers | layers it may use | foreign headers that it alone (with the others named) may include
    layer("base", "status memory buf text notes table sum random parallel digest message embedded sealed password signing role", "", "sodium iconv pthread")
    layer("geo", "geo topology", "base", "shapefil proj geos_c iconv")
    layer("city", "city counts", "base geo", "")
    layer("seg", "beta indices typology evenness exposure concentration multigroup local", "base city", "")
    layer("housing", "housing matching ledger", "base city seg", "")
    layer("study", "study disclosure publication papers programme uncertainty", "base geo city seg housing", "")
    layer("exchange", "exchange request institutions", "base city seg housing study", "jansson ini expat")
    layer("store", "store lifecycle accounts audit retention moves exports directory", "base city seg housing study exchange", "libpq-fe pthread")
    layer("map", "map document published_map pack family_sheet", "base geo city seg housing study", "cairo pango")
    layer("service", "service desk feed", "base geo city seg housing study exchange store map", "microhttpd sodium pthread zlib")
    layer("app", "", "base geo city seg housing study exchange store map service", "argp")
    n_foreign = split("sodium iconv pthread shapefil proj geos_c jansson ini expat libpq-fe cairo pango microhttpd zlib argp", foreign, " ")
    while (("find src include -name \"*.[ch]\" | sort" | getline file) > 0)
        check(file)
    if (n_files == 0) { print "no source files found"; exit 1 }
    printf "%d includes in %d files checked, %d against the table\n", n_includes, n_files, n_bad
    exit n_bad > 0
}
function layer(name, headers, uses, libraries,    i, n, part) {
    n = split(headers, part, " ")
    for (i = 1; i <= n; i++) owner[part[i]] = name
    allowed[name, name] = 1
    n = split(uses, part, " ")
    for (i = 1; i <= n; i++) allowed[name, part[i]] = 1
    library[name] = " " libraries " "
}
function check(file,    line, number, part, self) {
    n_files++
    split(file, part, "/")
    self = part[1] == "src" ? part[2] : owner[substr(part[3], 1, index(part[3], ".") - 1)]
    if (self == "") { bad(file, 0, "belongs to no layer of the table"); return }
    while ((getline line < file) > 0) {
        number++
        if (line !~ /^[ \t]*#[ \t]*include/) continue
        n_includes++
        check_include(file, number, line, self)
    }
    close(file)
}
function check_include(file, number, line, self,    name, i) {
    name = line
    sub(/^[^<"]*[<"]/, "", name); sub(/[>"].*$/, "", name)
    if (name ~ /^xenia\//) {
        sub(/^xenia\//, "", name); sub(/\.h$/, "", name)
        if (!(name in owner)) bad(file, number, "includes xenia/" name ".h, which no layer owns")
        else if (!((self, owner[name]) in allowed)) bad(file, number, self " may not use " owner[name] " (xenia/" name ".h)")
        return
    }
    if (name ~ /\.\./) bad(file, number, "reaches out of its folder: " name)
    for (i = 1; i <= n_foreign; i++)
        if (name ~ ("^" foreign[i] "(\\.h|/|$)") && index(library[self], " " foreign[i] " ") == 0)
            bad(file, number, self " may not touch " name)
}
function bad(file, number, what) { n_bad++; printf "%s:%d: %s\n", file, number, what }
'
