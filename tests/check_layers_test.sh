#!/bin/sh
# The layer check must fail where a layer reaches up, or touches a library that is not its own.
set -eu
check=$(cd "$(dirname "$0")" && pwd)/check_layers.sh
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/src/seg" "$folder/src/base" "$folder/include/xenia"
echo '#include "xenia/counts.h"' > "$folder/src/seg/good.c"
sh "$check" "$folder" || { echo "a clean tree is refused"; exit 1; }
for line in '#include "xenia/housing.h"' '#include <geos_c.h>' '#  include <libpq-fe.h>' \
            '#include "../city/city_internal.h"' '#include "xenia/nobody.h"'; do
    printf '%s\n' "$line" > "$folder/src/seg/bad.c"
    if sh "$check" "$folder"; then echo "not found: $line"; exit 1; fi
done
