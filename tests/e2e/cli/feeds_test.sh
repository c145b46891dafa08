#!/bin/sh
# Offers in every form go the same way into a ranking: a portal's CSV with nothing but the districts' names, on the
# real districts of Münster; OpenImmo; VERA. A file that means harm is refused with one sentence.
. "$(dirname "$0")/lib.sh"
need_shared gisdata/muenster/muenster_statbez_2019.shp gisdata/offers/offers_muenster_immonet.csv
echo '{"size": 2, "rent_limit_eur": 900}' >"$WORK/household.json"
cat >"$WORK/city.ini" <<INI
[city]
id = muenster
groups = AUSL
total = EINW
[level district]
layer = $SHARED/gisdata/muenster/muenster_statbez_2019.shp
unit_id = NR
unit_name = NAME
district_aliases = $SOURCE/gisdata/muenster_demo/district_aliases.csv
INI
rank="rank --city $WORK/city.ini --household $WORK/household.json --as-of 2021-08-01"
# shellcheck disable=SC2086
{
    done_with $rank --offers "$SHARED/gisdata/offers/offers_muenster_immonet.csv" --format json
    expect_in "$out" '"offers_read": 50' '"name": "Gievenbeck"' '"code": "place_unknown"'
    expect_in "$err" "the district 'Centrum' can be 14 of the level district: Aegidii (11)"

    cat >"$WORK/feed.xml" <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<openimmo><uebertragung umfang="VOLL" version="1.2.7"/><anbieter><firma>Beispiel eG</firma>
<immobilie><objektkategorie><vermarktungsart MIETE_PACHT="true"/><objektart><wohnung wohnungtyp="ETAGE"/></objektart>
</objektkategorie><geo><ort>Münster</ort><regionaler_zusatz>Roxel</regionaler_zusatz></geo>
<preise><warmmiete>612.50</warmmiete></preise><flaechen><wohnflaeche>58</wohnflaeche><anzahl_zimmer>2</anzahl_zimmer>
</flaechen><verwaltung_techn><objektnr_extern>W1</objektnr_extern></verwaltung_techn></immobilie>
<immobilie><objektkategorie><vermarktungsart KAUF="true"/></objektkategorie></immobilie></anbieter></openimmo>
XML
    done_with $rank --offers "$WORK/feed.xml" --format json
    expect_in "$out" '"offers_read": 1' '"offer_id": "W1"' '"corporation": "Beispiel eG"' '"rent_eur": 612.5' \
        '"name": "Roxel"'
    expect_in "$err" "feed.xml: 1 object is not for rent and skipped"

    cat >"$WORK/feed.json" <<'JSON'
[{"id": "P1", "idOrganisatie": "L1", "status": {"code": "GEP"}, "extra-attributen": [
  {"naam": "district", "waarde": "Hafenviertel"}, {"naam": "rent_gross_eur", "waarde": "500"},
  {"naam": "rooms", "waarde": "2"}, {"naam": "area_m2", "waarde": "60"}]}]
JSON
    done_with $rank --offers "$WORK/feed.json" --format json
    expect_in "$out" '"offer_id": "P1"' '"name": "Hafen"' '"rank": 1'

    printf '<!DOCTYPE openimmo [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<openimmo>&a;</openimmo>' >"$WORK/evil.xml"
    refused 2 "evil.xml, line 1: found a document type declaration" -- $rank --offers "$WORK/evil.xml"
}
finish
