"""formats.py LIST RAW... - are all numbers about areas, in all forms, made from the controlled cells alone?

LIST says what each answer is: publication, kind, level, index, group, file. The cells are those of the
publication's document (kind "pack"); every number about an area in every other answer, the document's own
values too, is recomputed from them, and there must be no number besides. RAW are the counts that each
publication was made of: a cell that is shown is one of them rounded to 5, and none of 1 to 4, or of fewer than
50 persons, is shown. Exits with 1 at the first number that is not as it should be.
"""
import csv
import json
import math
import re
import sys

QUOTIENT_LIMITS = (0.5, 0.8, 1.25, 2)  # classes of a quotient, whatever its values
counted = {"cells": 0, "hidden": 0, "numbers": 0, "raw shares": 0}


def fail(where, what, got, wanted):
    sys.exit(f"{where}: {what}: got {got!r}, wanted {wanted!r}")


def same(where, what, got, wanted, tolerance=0.0):
    counted["numbers"] += 1
    if got is None or wanted is None:
        if got is not wanted:
            fail(where, what, got, wanted)
    elif abs(got - wanted) > max(tolerance, 1e-9 * abs(wanted)):
        fail(where, what, got, wanted)


def numbers_in(value, path=""):
    """All numbers of an answer, by where they stand; null is one that is withheld."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from numbers_in(part, f"{path}/{key}")
    elif isinstance(value, list):
        for i, part in enumerate(value):
            yield from numbers_in(part, f"{path}/{i}")
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield path, value


# --- from cells -----------------------------------------------------------------------------------------------


def shown(cell):
    return None if isinstance(cell, str) else cell


class Cells:
    """The controlled cells of one publication, and what the catalogue's formulas make of them."""

    def __init__(self, document):
        self.document = document
        self.groups = document["groups"]
        self.whole = document["whole"]
        self.level = {level["name"]: {unit["unit_id"]: unit for unit in level["units"]} for level in document["levels"]}

    def of_group(self, level, unit, group):
        """Members and persons, where both are shown and somebody lives there."""
        cell = self.level[level][unit]
        members, persons = shown(cell["groups"][self.groups.index(group)]), shown(cell["persons"])
        return (members, persons) if members is not None and persons else None

    def share(self, level, unit, group):
        pair = self.of_group(level, unit, group)
        return min(pair[0] / pair[1], 1) if pair else None

    def band(self, level, unit, group):
        pair = self.of_group(level, unit, group)
        if not pair:
            return None
        band = min(math.floor(20 * pair[0] / pair[1] + 1e-9), 19)
        return [band / 20, (band + 1) / 20]

    def mix(self, level, unit):
        """Members of all groups, where all are shown."""
        cell = self.level[level][unit]
        if isinstance(cell["persons"], str) or any(isinstance(n, str) for n in cell["groups"]):
            return None
        return cell["groups"] if sum(cell["groups"]) > 0 else None

    def city_shows(self, group):
        groups = [self.whole["groups"][self.groups.index(group)]] if group else self.whole["groups"]
        return not any(isinstance(n, str) for n in groups + [self.whole["persons"]])

    def local(self, level, unit, index, group):
        if not self.city_shows(group):
            return None
        if group:
            pair = self.of_group(level, unit, group)
            if not pair:
                return None
            if index == "share":
                return self.share(level, unit, group)
            assert index == "location_quotient", index
            return pair[0] * self.whole["persons"] / (pair[1] * self.whole["groups"][self.groups.index(group)])
        mix = self.mix(level, unit)
        if not mix:
            return None
        share = [n / sum(mix) for n in mix]
        entropy = -sum(p * math.log(p) for p in share if p > 0)
        city = [n / sum(self.whole["groups"]) for n in self.whole["groups"]]
        return {
            "local_diversity": entropy,
            "local_entropy": min(entropy / math.log(len(mix)), 1),
            "local_simpson_interaction": sum(p * (1 - p) for p in share),
            "local_simpson_concentration": sum(p * p for p in share),
            "local_mutual_information": sum(p * math.log(p / q) for p, q in zip(share, city) if p > 0),
        }[index]


# --- each kind of answer --------------------------------------------------------------------------------------


def check_numbers(where, got, wanted):
    """The numbers of `got` are those of `wanted`, no more and no fewer."""
    found = dict(numbers_in(got))
    wanted = {path: number for path, number in wanted.items() if number is not None}
    if found.keys() != wanted.keys():
        fail(where, "numbers", sorted(found.keys() - wanted.keys()), sorted(wanted.keys() - found.keys()))
    for path, number in wanted.items():
        same(where, path, found[path], number, 1e-12)


def check_pack(cells, answer, **_):
    for level in answer["levels"]:
        for local in level["local"]:
            for unit, value in zip(level["units"], local["values"], strict=True):
                name = f"{local['index']} of {local['group']} in {unit['unit_id']}"
                same("pack", name, value, cells.local(level["name"], unit["unit_id"], local["index"], local["group"]), 1e-12)
        for unit in level["units"]:
            check_numbers("pack", {key: unit[key] for key in unit if key not in ("persons", "groups")}, {})


def check_units(cells, answer, level, index, group):
    if {unit["unit_id"] for unit in answer["units"]} != cells.level[level].keys():
        fail("units", "areas", len(answer["units"]), len(cells.level[level]))
    for unit in answer["units"]:
        uid = unit["unit_id"]
        lower, upper = unit.pop("interval") or (None, None)
        check_interval(f"units {uid}", unit["value"], lower, upper, unit["uncertain"])
        of_band = answer["share_group"]
        band = (cells.band(level, uid, of_band) if of_band else None) or [None, None]
        check_numbers(
            f"units {uid}",
            unit,
            {
                "/persons": shown(cells.level[level][uid]["persons"]),
                "/value": cells.local(level, uid, index, group) if index else None,
                "/share_band/0": band[0],
                "/share_band/1": band[1],
            },
        )
    values = [unit["value"] for unit in answer["units"] if unit["value"] is not None]
    for limit in answer["breaks"] or []:
        is_fixed = index == "location_quotient" and limit in QUOTIENT_LIMITS
        if not is_fixed and not min(values) - 1e-9 <= limit <= max(values) + 1e-9:
            fail("units", "breaks", answer["breaks"], (min(values), max(values)))


def check_interval(where, value, lower, upper, uncertain):
    """An interval is there where the value is, and holds it; nothing is uncertain without one."""
    counted["numbers"] += 2
    if (lower is None) != (upper is None) or (value is None and lower is not None) or (uncertain and lower is None):
        fail(where, "interval", (lower, upper, uncertain), value)
    if lower is not None and not lower - 1e-9 <= value <= upper + 1e-9:
        fail(where, "interval", (lower, upper), value)


def check_map(cells, answer, level, index, group):
    """The number of its class says nothing but the order of the values."""
    of_class = []
    for feature in answer["features"]:
        properties = dict(feature["properties"])
        number, category = properties.pop("class", None), properties.pop("category", None)
        lower, upper = properties.pop("lower"), properties.pop("upper")
        value = cells.local(level, properties["unit_id"], index, group) if index else None
        check_numbers(f"map {properties['unit_id']}", properties, {"/value": value})
        check_interval(f"map {properties['unit_id']}", value, lower, upper, properties["uncertain"])
        if properties["withheld"] and (value is not None or number is not None):
            fail("map", properties["unit_id"], "withheld", (value, number))
        if index and value is None and number is not None:
            fail("map", properties["unit_id"], number, None)
        if index and value is not None:
            of_class.append((value, number, category))
    of_class.sort()
    for before, after in zip(of_class, of_class[1:]):
        if after[1] < before[1] or after[2] < before[2] or (after[0] == before[0] and after[1:] != before[1:]):
            fail("map", "classes", after, before)
        counted["numbers"] += 1


def check_change(cells, answer, level, index, group):
    """`cells` are of both publications: a difference is there where both have a value."""
    now, then = cells
    for feature in answer["features"]:
        properties = feature["properties"]
        uid = properties["unit_id"]
        values = [one.local(level, uid, index, group) for one in (now, then)]
        wanted = None if None in values else values[0] - values[1]
        same("change", uid, properties["value"], wanted, 1e-12)
        lower, upper = properties["lower"], properties["upper"]
        check_interval(f"change {uid}", wanted, lower, upper, properties["uncertain"])
        if lower is not None and properties["uncertain"] != (lower <= 0 <= upper):
            fail("change", uid, properties["uncertain"], (lower, upper))


def check_map_csv(cells, answer, level, index, group):
    rows = list(csv.DictReader(answer.splitlines()))
    if {row["unit_id"] for row in rows} != cells.level[level].keys():
        fail("map csv", "areas", len(rows), len(cells.level[level]))
    for row in rows:
        value, lower, upper = (float(row[column]) if row[column] else None for column in ("value", "lower", "upper"))
        same("map csv", row["unit_id"], value, cells.local(level, row["unit_id"], index, group), 1e-12)
        check_interval(f"map csv {row['unit_id']}", value, lower, upper, row["uncertain"] == "yes")


def check_what_if(cells, answer, level, **_):
    """Classes at another threshold: none where the cell of the group is hidden, and no number anywhere."""
    group = answer_group(cells)
    for feature in answer["features"]:
        properties = dict(feature["properties"])
        properties.pop("category")
        check_numbers(f"what if {properties['unit_id']}", properties, {})
        if properties["class"] is not None and cells.of_group(level, properties["unit_id"], group) is None:
            fail("what if", properties["unit_id"], properties["class"], None)


def answer_group(cells):
    """The group that classes rest on; the demonstration city's."""
    return "RESETTLER" if "RESETTLER" in cells.groups else cells.groups[0]


def check_svg(cells, answer, level, index, group):
    """What stands beside an area's name: its value, or a word."""
    titles = re.findall(r'data-unit="([^"]*)"><title>(.*?)</title>', answer, re.S)
    if {unit for unit, _ in titles} - cells.level[level].keys() or not titles:
        fail("svg", "areas", len(titles), len(cells.level[level]))
    for unit, title in titles:
        said = title[len(cells.level[level][unit]["name"]) :]
        value = cells.local(level, unit, index, group) if index else None
        number = re.search(r"-?\d+(?:\.(\d+))?", said)
        if value is None:
            if number and not re.search(r"suppressed|held back", said):
                fail("svg", unit, title, None)
            continue
        if not number:
            fail("svg", unit, title, value)
        scale = 100 if "%" in said else 1
        same("svg", unit, float(number.group()), scale * value, 0.51 * 10 ** -len(number.group(1) or ""))


def check_csv(cells, answer, level, **_):
    rows = list(csv.DictReader(answer.splitlines()))
    if {row["unit_id"] for row in rows} != cells.level[level].keys():
        fail("csv", "areas", len(rows), len(cells.level[level]))
    for row in rows:
        uid = row["unit_id"]
        cell = cells.level[level][uid]
        wanted = {"persons": cell["persons"]}
        for group, n in zip(cells.groups, cell["groups"]):
            band = cells.band(level, uid, group) or [None, None]
            wanted |= {group: n, f"{group} share from": band[0], f"{group} share below": band[1]}
        for column, text in row.items():
            if column in ("unit_id", "name", "parent_id", "class") or column.endswith("withheld"):
                continue
            same(f"csv {uid}", column, float(text) if text else None, shown(wanted.pop(column)))
        if wanted:
            fail(f"csv {uid}", "columns", row.keys(), wanted.keys())


def check_pack_geojson(cells, answer, level, **_):
    for feature in answer["features"]:
        cell = cells.level[level][feature["id"]]
        wanted = {"/persons/count": shown(cell["persons"])}
        wanted |= {f"/groups/{i}/count": shown(n) for i, n in enumerate(cell["groups"])}
        check_numbers(f"geojson {feature['id']}", feature["properties"], wanted)


def check_indices(cells, answer, level, **_):
    of_level = [index for index in cells.document["indices"] if index["level"] == level]
    for got, wanted in zip(answer["results"], of_level, strict=True):
        same("indices", got["id"], got["value"], wanted["value"])
        if got["value"] is not None and got["value"] != round(got["value"], 3):
            fail("indices", got["id"], got["value"], "three decimals")


def check_geometry(cells, answer, **_):
    for feature in answer["features"]:
        check_numbers("geometry", feature["properties"], {})


CHECKS = {
    "pack": check_pack,
    "units": check_units,
    "map": check_map,
    "map_classes": check_map,
    "map_csv": check_map_csv,
    "change": check_change,
    "what_if": check_what_if,
    "svg": check_svg,
    "svg_classes": check_svg,
    "csv": check_csv,
    "pack_geojson": check_pack_geojson,
    "indices": check_indices,
    "geometry": check_geometry,
}

# --- the cells against the counts -----------------------------------------------------------------------------


def check_cells(cells, raw):
    for name, level in cells.level.items():
        for uid, unit in level.items():
            of_unit = raw[name, uid]
            persons = of_unit["INHAB"]
            for what, cell in [("INHAB", unit["persons"])] + list(zip(cells.groups, unit["groups"])):
                count = of_unit[what]
                counted["cells"] += 1
                if isinstance(cell, str):
                    counted["hidden"] += 1
                elif cell != 5 * math.floor(count / 5 + 0.5):
                    fail(f"cell {uid}", what, cell, "rounded to 5")
                elif count > 0 and (persons < 50 or (what != "INHAB" and count < 5)):
                    fail(f"cell {uid}", what, cell, "withheld")
            for group in cells.groups:
                share, exact = cells.share(name, uid, group), of_unit[group] / persons if persons else None
                counted["raw shares"] += share is not None and share != exact


def read_raw(path):
    raw = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            level, unit, group, value = line.rstrip("\n").split("\t")
            raw.setdefault((level, unit), {})[group] = float(value)
    return raw


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        answers = [line.rstrip("\n").split("\t") for line in file]
    publication = {}
    for number, kind, *_, path in answers:
        if kind == "pack":
            with open(path, encoding="utf-8") as file:
                publication[number] = Cells(json.load(file))
            check_cells(publication[number], read_raw(sys.argv[1 + int(number)]))
    for number, kind, level, index, group, path in answers:
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
        answer = text if kind in ("csv", "map_csv", "svg", "svg_classes") else json.loads(text)
        cells = (publication[number], publication["1"]) if kind == "change" else publication[number]
        CHECKS[kind](cells, answer, level=level, index=index, group=group)
    print(
        f"{len(publication)} publications, {counted['cells']} cells, {counted['hidden']} of them withheld; "
        f"{len(answers)} answers, {counted['numbers']} numbers recomputed from the cells; "
        f"{counted['raw shares']} shares that are not those of the counts"
    )


main()
