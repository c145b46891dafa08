#!/bin/sh
# No PostgreSQL: every command that needs it says so in one sentence with exit code 4. None waits: together they
# have the minute that tests.cmake gives this test.
. "$(dirname "$0")/lib.sh"
nobody='host=127.0.0.1 port=1'
for dsn in "$nobody" "host=$WORK port=5432"; do
    refused 4 -- db status --dsn "$dsn"
    refused 4 -- db init --dsn "$dsn"
    refused 4 -- refresh --dsn "$dsn"
    refused 4 -- import areas "$DEMO/city.ini" --dsn "$dsn"
    refused 4 -- import offers "$DEMO/offers.csv" --city muenster-demo --dsn "$dsn"
    refused 4 -- token create label --dsn "$dsn"
done
XENIA_DSN=$nobody
export XENIA_DSN
refused 4 "127.0.0.1" -- db status
unset XENIA_DSN
refused 4 -- db status --dsn nonsense
# a folder that cannot be made: no private PostgreSQL either
refused 2 "/proc/nowhere" -- db status --state-dir /proc/nowhere
finish
