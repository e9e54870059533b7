"""Builds ``divisions.tsv``, the provincial, prefecture and county divisions in force, and ``provinces.tsv``.

The codes and names are those of the ministry's last table, the source of the townships
too, with the changes since (``curated/division_changes.tsv``). The table of lcn, brought
forward in the same way, is the second witness: whatever it has otherwise is in
``division_differences.tsv`` with a reason, or the build stops. Columns, sorted by code:

``code name``; ``stem`` without generic (empty when one character would be left);
``shorts``, short forms with a generic (大通县); ``aliases`` without (内蒙); ``pinyin``, tone
marks on every syllable, a hyphen inside words and a space between them; ``roman``,
the official romanised form of the stem where it is not plain pinyin (Hohhot);
``english``, the English stem where it is neither of them, or after ``=`` the whole
English name; ``exonyms``, other names in Latin script, joined by ``|``; ``since``, the
first year of the code (1981 means 1981 or before).
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict

from tools.code_years import first_years
from tools.division_changes import brought_forward
from tools.fetch import Source
from tools.history_years import LEFT_OUT, yearly_tables
from tools.name_parts import NameParts, parse
from tools.readings import Readings, pinyin_pro_reader, pypinyin_reader, toneless
from tools.tables import read_curated, render
from tools.township_lists import MINISTRY_YEAR
from tools.township_lists import divisions as published
from tools.years import STATES, THIS_YEAR

COLUMNS = ("code", "name", "stem", "shorts", "aliases", "pinyin", "roman", "english", "exonyms", "since")
PROVINCE_COLUMNS = ("code", "abbreviation", "column", "row")


class GazetteerError(Exception):
    """The sources or the hand-kept tables contradict one another."""


def build(sources: dict[str, Source]) -> dict[str, bytes]:
    """Both tables, by file name."""
    names = current_names(sources)
    tables = yearly_tables(sources)
    check_years(names, tables[THIS_YEAR])
    years = first_years(tables)
    readings = Readings(pypinyin_reader(sources["pypinyin"]), pinyin_pro_reader(sources["pinyin-pro"]))
    if unused := readings.unused(names):
        raise GazetteerError(f"readings.tsv: no such divisions: {unused}")
    parts = {code: parse(code, name) for code, name in names.items()}
    shorts, aliases = short_forms(parts), all_aliases(names)
    pinyin = {code: readings.of(code, parts[code]).pinyin for code in names}
    roman, english, exonyms = latin_names(parts, pinyin)
    rows = (
        (
            code, name, parts[code].stem, " ".join(shorts[code]), " ".join(aliases[code]), pinyin[code],
            roman.get(code, ""), english.get(code, ""), "|".join(exonyms[code]), str(years[code]),
        )
        for code, name in names.items()
    )  # fmt: skip
    return {"divisions.tsv": render(COLUMNS, rows), "provinces.tsv": provinces(names)}


def rows_by_code(sources: dict[str, Source]) -> dict[str, dict[str, str]]:
    """The rows of the table of divisions by code, for the builders that match other data to them."""
    head, *lines = build(sources)["divisions.tsv"].decode("utf-8").splitlines()
    rows = (dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines)
    return {row["code"]: row for row in rows}


def current_names(sources: dict[str, Source]) -> dict[str, str]:
    """Codes and names in force, sorted by code, held against the second witness."""
    base = published(sources) | {code: name for code, name, _ in LEFT_OUT}
    check_counts(base)
    names = brought_forward(base, MINISTRY_YEAR)
    witness = {row["code"]: row["name"] for row in json.loads(sources["lcn"].read("package/data/data.json"))}
    witness = brought_forward(witness, STATES["lcn"])
    listed = {(row["table"], row["code"], row["name"]) for row in read_curated("division_differences.tsv")}
    found = {("ours", *item) for item in names.items() - witness.items()}
    found |= {("lcn", *item) for item in witness.items() - names.items()}
    if differ := sorted(found ^ listed):
        raise GazetteerError(f"division_differences.tsv: not listed, or no difference: {differ}")
    return dict(sorted(names.items()))


def level_of(code: str) -> str:
    """The level that the form of a code tells."""
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def check_counts(base: dict[str, str]) -> None:
    """Hold the divisions of each province in the ministry's last table."""
    counts = Counter((code[:2], level_of(code)) for code in base)
    pinned: Counter[tuple[str, str]] = Counter()
    for row in read_curated("counts.tsv"):
        pinned[row["province"], "province"] = 1
        pinned.update({(row["province"], level): int(row[level]) for level in ("prefecture", "county")})
    if differ := [
        f"{base.get(province + '0000', province)} has {counts[province, level]} of level {level}, not {pinned[province, level]}"
        for province, level in sorted(counts.keys() | pinned.keys())
        if counts[province, level] != pinned[province, level]
    ]:
        raise GazetteerError(f"counts.tsv: {differ}")


def check_years(names: dict[str, str], yearly: dict[str, str]) -> None:
    """Hold the agreement with the yearly tables of another package."""
    if differ := sorted(names.items() ^ yearly.items()):
        raise GazetteerError(f"division_changes.tsv: the yearly tables lead to other divisions, a row lacks: {differ}")


def curated_lists(file: str, column: str, names: dict[str, str]) -> dict[str, list[str]]:
    """The values of a hand-kept table by code; code and name of each row must belong together."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in read_curated(file):
        if names.get(row["code"]) != row["name"]:
            raise GazetteerError(f"{file}: {row['code']} is not {row['name']}")
        if row[column] in found[row["code"]]:
            raise GazetteerError(f"{file}: {row[column]} is there twice")
        found[row["code"]].append(row[column])
    return found


def all_aliases(names: dict[str, str]) -> dict[str, list[str]]:
    """The hand-kept aliases and the abbreviations of the provinces."""
    found = curated_lists("aliases.tsv", "alias", names)
    for code, letters in curated_lists("provinces.tsv", "abbreviation", names).items():
        if set(letters) & set(found[code]):
            raise GazetteerError(f"aliases.tsv: {letters} of {code} is in provinces.tsv")
        found[code] = sorted(letters + found[code])
    return found


def provinces(names: dict[str, str]) -> bytes:
    """The table of what only provinces have: the abbreviation and the place in the grid of tiles."""
    rows = sorted(read_curated("provinces.tsv"), key=lambda row: row["code"])
    if differ := sorted(
        {(row["code"], row["name"]) for row in rows} ^ {p for p in names.items() if p[0].endswith("0000")}
    ):
        raise GazetteerError(f"provinces.tsv: one row for each province, but: {differ}")
    for columns in (("abbreviation",), ("column", "row")):
        if len({tuple(row[c] for c in columns) for row in rows}) < len(rows):
            raise GazetteerError(f"provinces.tsv: two provinces have the same {' and '.join(columns)}")
    return render(PROVINCE_COLUMNS, [[row[column] for column in PROVINCE_COLUMNS] for row in rows])


def short_forms(parts: dict[str, NameParts]) -> dict[str, list[str]]:
    """Short forms with a generic: by rule for names with peoples, then the hand-kept ones."""
    curated = curated_lists("short_forms.tsv", "short", {code: p.name for code, p in parts.items()})
    found: dict[str, list[str]] = defaultdict(list)
    for code, part in parts.items():
        rule = [part.short_form] if part.short_form else []
        if part.name in rule or set(rule) & set(curated[code]):
            raise GazetteerError(f"short_forms.tsv: {code} {part.name} has that form by rule")
        found[code] = rule + curated[code]
    return found


def latin_names(
    parts: dict[str, NameParts], pinyin: dict[str, str]
) -> tuple[dict[str, str], dict[str, str], dict[str, list[str]]]:
    """The romanised, English and other Latin names, each only where it says something new."""
    names = {code: part.name for code, part in parts.items()}
    roman = _single(curated_lists("romanised.tsv", "roman", names))
    english = _single(curated_lists("english.tsv", "english", names))
    exonyms = curated_lists("exonyms.tsv", "exonym", names)
    for code, part in parts.items():
        syllables = pinyin[code].replace("-", " ").split()[: len(part.head)]
        plain = _letters(toneless("".join(syllables)))
        romanised = _letters(roman[code]) if code in roman else plain
        if code in roman and romanised == plain:
            raise GazetteerError(f"romanised.tsv: {code} {part.name}: {roman[code]} is plain pinyin")
        if code in english and _letters(english[code]) == romanised:
            raise GazetteerError(f"english.tsv: {code} {part.name}: {english[code]} is the romanised name")
        known = {plain, roman.get(code, "").casefold(), english.get(code, "").casefold()}
        if known & {exonym.casefold() for exonym in exonyms[code]}:
            raise GazetteerError(f"exonyms.tsv: {code} {part.name} has that name already: {exonyms[code]}")
    return roman, english, exonyms


def _single(lists: dict[str, list[str]]) -> dict[str, str]:
    if many := [code for code, values in lists.items() if len(values) > 1]:
        raise GazetteerError(f"more than one value: {many}")
    return {code: values[0] for code, values in lists.items()}


def _letters(text: str) -> str:
    """Letters only, for comparison: Xi'an and Xian are one."""
    return "".join(c for c in text.casefold() if c.isalpha())
