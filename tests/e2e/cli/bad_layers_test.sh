#!/bin/sh
# Layers that are incomplete, cut off or lie about themselves: refused in one sentence that names the file.
. "$(dirname "$0")/lib.sh"
layer=$WORK/layer
fresh() { copy_layer "$DEMO/districts" "$layer"; }
refuse() { # PART... : the layer as it is now
    refused 2 "$@" -- index --layer "$layer.shp" --unit-id DISTRICT --groups RESETTLER,FOREIGN,OTHER --total INHAB
}

# files that are not there
fresh && rm "$layer.shp" && refuse "$layer.shp: cannot be opened"
fresh && rm "$layer.shx" && refuse "$layer.shp" "$layer.shx is not there" "a shapefile needs .shp, .shx and .dbf"
fresh && rm "$layer.dbf" && refuse "$layer.shp" "$layer.dbf is not there" "a shapefile needs .shp, .shx and .dbf"
fresh && rm "$layer.prj" && refuse "$layer.shp" "no $layer.prj" "for example EPSG:25832"

# without .prj the system can be named; a wrong one shows
index="index --layer $layer.shp --unit-id DISTRICT --groups RESETTLER,FOREIGN,OTHER"
# shellcheck disable=SC2086
{
    done_with $index --crs EPSG:25832
    refused 2 "PROJ finds no coordinate reference system in 'EPSG:nonsense'" -- $index --crs EPSG:nonsense
    refused 2 "record 1" "degrees outside 180 and 90" -- $index --crs EPSG:4326
}
fresh && echo nonsense >"$layer.prj" && refuse "$layer.prj: holds no coordinate reference system"
fresh && : >"$layer.prj" && refuse "$layer.prj"

# cut off
fresh && : >"$layer.shp" && refuse "the .shp is 0 bytes long, its header alone needs 100"
fresh && cut_file "$layer.shp" 60 && refuse "the .shp is 60 bytes long, its header alone needs 100"
fresh && cut_file "$layer.shp" 5000 && refuse "says 16012 bytes, the file has 5000"
fresh && cut_file "$layer.shx" 150 && refuse "header of the .shx says 460 bytes, the file has 150"
fresh && : >"$layer.dbf" && refuse "$layer.dbf: is 0 bytes long, the header alone needs 32"
fresh && cut_file "$layer.dbf" 1000 && refuse "$layer.dbf: says it has 45 rows, the file has room for 10"

# lying
fresh && put_bytes "$layer.shp" 0 '\0\0\0\0' && refuse "begins with the number 0, wanted 9994"
fresh && put_bytes "$layer.shp" 24 '\177\377\377\377' && refuse "says 4294967294 bytes, the file has 16012"
fresh && put_bytes "$layer.shp" 24 '\200\0\0\0' && refuse "header of the .shp says" "the file has 16012"
fresh && put_bytes "$layer.shp" 32 '\001\0\0\0' && refuse "holds points (type 1), wanted polygons"
fresh && put_bytes "$layer.shp" 32 '\143\0\0\0' && refuse "type 99" "wanted polygons"
fresh && put_bytes "$layer.shp" 104 '\177\377\377\377' && refuse "record 1" "4294967294 bytes long"
fresh && put_bytes "$layer.shp" 144 '\377\377\377\177' && refuse "record 1"
fresh && put_bytes "$layer.shp" 148 '\377\377\377\377' && refuse "record 1"
fresh && put_bytes "$layer.shp" 156 '\0\0\0\0\0\0\370\177' && refuse "record 1"
fresh && put_bytes "$layer.shx" 100 '\177\377\377\377' && refuse "record 1"
fresh && put_bytes "$layer.dbf" 4 '\377\377\377\377' && refuse "says it has 4294967295 rows, the file has room for 45"
fresh && put_bytes "$layer.dbf" 4 '\054\0\0\0' && refuse "has 45 shapes, but its table has 44 rows"
fresh && put_bytes "$layer.dbf" 8 '\0\0' && refuse "$layer.dbf"
fresh && put_bytes "$layer.dbf" 10 '\0\0' && refuse "$layer.dbf"

# not a shapefile at all
refused 2 "is not named as a shapefile, wanted a .shp file" -- index --layer "$layer.dbf" --unit-id A --groups B
refused 2 "$WORK/nothing.shp: cannot be opened" -- index --layer "$WORK/nothing.shp" --unit-id A --groups B
cp "$DEMO/offers.csv" "$layer.shp" && refuse "$layer.shp"
finish
