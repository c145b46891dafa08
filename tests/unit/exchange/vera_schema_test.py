#!/usr/bin/env python3
"""Every VERA document that we write, against the standard's own OpenAPI file in ../shared.

vera_schema_test.py VERA_DOCUMENTS SHARED: runs the program, validates what it wrote. The schema is read
strictly: a member that the standard has not is a fault, though JSON Schema would allow it, and codes are looked
up in the standard's reference data. Exit 77: skipped, with the reason.
"""
import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile


def skip(reason):
    print("SKIP:", reason)
    sys.exit(77)


try:
    import jsonschema
    import yaml
except ImportError as missing:
    skip(f"{missing.name} is not installed")

PROGRAM, SHARED = sys.argv[1], pathlib.Path(sys.argv[2]) / "gisdata/offers/vera"
if not SHARED.is_dir():
    skip(f"{SHARED} is not there")

SPECIFICATION = yaml.safe_load((SHARED / "Woonruimteverdeling.yaml").read_text("utf-8"))
SCHEMAS = SPECIFICATION["components"]["schemas"]
PATHS = {"publicaties": "/publicaties", "aanbiedingen": "/aanbiedingen", "toewijzingen": "/toewijzingen"}
KINDS = {"publicaties": {"status": "PUBLICATIESTATUS"},
         "aanbiedingen": {"status": "AANBIEDINGSTATUS", "detailStatus": "AANBIEDINGDETAILSTATUS"},
         "toewijzingen": {}}
TIME = re.compile(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$")


def properties(schema):
    """All members of a schema, those of allOf and $ref included."""
    if "$ref" in schema:
        return properties(SCHEMAS[schema["$ref"].rsplit("/", 1)[1]])
    found = dict(schema.get("properties", {}))
    for part in schema.get("allOf", []):
        found.update(properties(part))
    return found


def check_strictly(value, schema, where):
    """No member beyond the schema's, and times as its regular expression has them."""
    known = properties(schema)
    if isinstance(value, dict):
        for name, inner in value.items():
            assert name in known, f"{where}: the standard has no member {name}"
            check_strictly(inner, known[name], f"{where}.{name}")
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            check_strictly(inner, schema["items"], f"{where}[{position}]")
    elif schema.get("format") == "date-time":
        assert TIME.match(value), f"{where}: {value} is no time of the standard"


def read_codes():
    with open(SHARED / "Referentiedata.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return {(row["Soort"], row["Code"]): row for row in rows}


def check_codes(item, kinds, codes, where):
    for member, kind in kinds.items():
        if member not in item:
            continue
        row = codes.get((kind, item[member]["code"]))
        assert row, f"{where}.{member}: {kind} has no code {item[member]['code']}"
        assert item[member].get("naam", row["Naam"]) == row["Naam"], f"{where}.{member}: the code is {row['Naam']}"
        if row["Parent"]:
            assert row["Parent"] == f"{kinds['status']}.{item['status']['code']}", f"{where}: {member} and status"


def main():
    codes = read_codes()
    n = dict.fromkeys(PATHS, 0)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([PROGRAM, folder], check=True)
        for path in sorted(pathlib.Path(folder).glob("*.json")):
            kind = path.stem.split("-")[0]
            answer = SPECIFICATION["paths"][PATHS[kind]]["get"]["responses"]["200"]
            schema = answer["content"]["application/json"]["schema"]
            document = json.loads(path.read_text("utf-8"))
            jsonschema.validate(document, {**schema, "components": SPECIFICATION["components"]},
                                cls=jsonschema.Draft4Validator)
            check_strictly(document, schema, path.name)
            for position, item in enumerate(document):
                check_codes(item, KINDS[kind], codes, f"{path.name}[{position}]")
            n[kind] += len(document)
    assert all(n.values()), f"nothing was written of some kind: {n}"
    print("valid:", n)


main()
