#!/bin/sh
# run.sh SOURCE_DIR [--write]: the tests of this folder by pg_prove, against a PostgreSQL of their own with the schema as
# `xenia db migrate` makes it: the roles, then each migration, from the one after 0010 on as xenia_owner.
# Prints the table of roles, tables and privileges; skipped (77) where PostgreSQL, pgTAP or pg_prove is missing. With
# --write it writes that table into privileges.tsv and columns.tsv instead, for somebody to read before it is kept.
set -eu
source=$1
programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
skip() { echo "SKIP: $1"; exit 77; }
[ -n "$programs" ] || skip "no PostgreSQL in /usr/lib/postgresql"
command -v pg_prove >/dev/null || skip "no pg_prove (libtap-parser-sourcehandler-pgtap-perl)"
ls "$(dirname "$programs" | sed s,/lib/,/share/,)"/extension/pgtap.control >/dev/null 2>&1 || skip "no pgTAP"

folder=$(mktemp -d /tmp/xenia-sql-XXXXXX)
as_owner=
if [ "$(id -u)" = 0 ]; then
    chown postgres "$folder"
    as_owner="setpriv --reuid=postgres --regid=postgres --clear-groups"
fi
end() {
    $as_owner "$programs/pg_ctl" -D "$folder/data" -s -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap end EXIT
trap 'exit 1' INT TERM
cd "$folder"
$as_owner "$programs/initdb" -D data -U postgres --auth=trust --no-sync >/dev/null
$as_owner "$programs/pg_ctl" -D data -s -w -l log -o "-k $folder -c listen_addresses='' -c fsync=off" start
export PGHOST="$folder" PGUSER=postgres PGDATABASE=xenia PGOPTIONS="-c search_path="

run_sql() { psql -qX -v ON_ERROR_STOP=1 "$@"; }
run_sql -d postgres -c "CREATE DATABASE xenia"
# Several databases of one server at the same moment: none fails, and once more nothing is left to do.
starts=""
for _ in 1 2 3 4 5 6; do
    run_sql -d postgres -f "$source/sql/roles.sql" &
    starts="$starts $!"
done
for start in $starts; do
    wait "$start" || { echo "roles.sql fails when others run it too"; exit 1; }
done
run_sql -f "$source/sql/roles.sql" -c "CREATE SCHEMA xenia" -f "$source/sql/queries/migrations_table.sql"
for file in "$source"/sql/schema/*.sql; do
    number=$(basename "$file" | cut -c1-4)
    [ "$number" -gt 0010 ] && owner="SET LOCAL ROLE xenia_owner" || owner=""
    run_sql -1 -c "SET client_min_messages = warning" -c "$owner" -f "$file"
done
run_sql -c "CREATE SCHEMA tap" -c "CREATE EXTENSION pgtap SCHEMA tap" -f "$source/tests/sql/support.sql"

cd "$source/tests/sql"
if [ "${2:-}" = --write ]; then # after a change of grants that was meant
    psql -XAt -F "$(printf '\t')" -P footer=off -P tuples_only=off -c "SELECT * FROM tap.privilege_table" > privileges.tsv
    psql -XAt -F "$(printf '\t')" -c 'SELECT * FROM tap.columns ORDER BY relation COLLATE "C", role, right_name' > columns.tsv
    exit 0
fi
psql -X -P pager=off -P border=0 -c "SELECT * FROM tap.privilege_table" || exit 1
PGOPTIONS="-c search_path=tap" pg_prove ./*_test.sql
