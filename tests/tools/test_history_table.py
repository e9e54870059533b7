"""The shipped history tables: what must hold between periods, changes and the present."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pytest

from tools.years import FIRST_YEAR, THIS_YEAR

DATA = Path(__file__).resolve().parents[2] / "src" / "coedu_zones" / "data"
KINDS = {
    "rename", "recode", "upgrade", "downgrade", "conversion",
    "merge", "split", "creation", "transfer", "abolition",
}  # fmt: skip
#: A rename may take in others as well, so it is not among these.
ONE_TO_ONE = {"recode", "upgrade", "downgrade", "conversion"}

Row: TypeAlias = dict[str, str]


def read(name: str) -> list[Row]:
    with (DATA / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def tables() -> dict[int, dict[str, str]]:
    """Year → code → name."""
    years: dict[int, dict[str, str]] = defaultdict(dict)
    for row in read("periods.tsv"):
        for year in range(int(row["first"]), int(row["last"] or THIS_YEAR) + 1):
            assert row["code"] not in years[year], f"{row['code']} has two names in {year}"
            years[year][row["code"]] = row["name"]
    return dict(years)


@cache
def changes() -> list[Row]:
    return read("changes.tsv")


@cache
def leaving() -> dict[tuple[int, str], list[Row]]:
    """(year, code) → the changes that lead away from it."""
    found: dict[tuple[int, str], list[Row]] = defaultdict(list)
    for row in changes():
        if row["from"]:
            found[int(row["year"]), row["from"]].append(row)
    return dict(found)


def level(code: str) -> str:
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


def successors(code: str, year: int, least: str = "main") -> set[str]:
    """The codes of today that a code of some year lives on in, as a whole or mainly (or also in part)."""
    wanted = {"whole", "main"} if least == "main" else {"whole", "main", "part"}
    name = tables()[year][code]
    while year < THIS_YEAR:
        year += 1
        away = [r for r in leaving().get((year, code), []) if r["share"] in wanted and r["to"]]
        if tables()[year].get(code) != name and away:
            return {successor for row in away for successor in successors(row["to"], year, least)}
        assert tables()[year].get(code) == name, f"{code} {name} ends in {year} without a successor"
    return {code}


def test_periods_are_sorted_and_well_formed() -> None:
    rows = read("periods.tsv")
    assert rows == sorted(rows, key=lambda row: (row["code"], int(row["first"])))
    for row in rows:
        assert len(row["code"]) == 6
        assert row["code"].isdigit()
        assert row["name"]
        assert FIRST_YEAR <= int(row["first"]) <= int(row["last"] or THIS_YEAR) <= THIS_YEAR


def test_every_change_is_between_codes_of_the_two_years() -> None:
    for row in changes():
        year = int(row["year"])
        assert row["kind"] in KINDS
        assert row["share"] in ({"whole", "main", "part"} if row["from"] and row["to"] else {""})
        assert not row["from"] or row["from"] in tables()[year - 1], row
        assert not row["to"] or row["to"] in tables()[year], row


def test_every_code_that_ends_has_a_successor() -> None:
    for year in range(FIRST_YEAR + 1, THIS_YEAR + 1):
        for code in tables()[year - 1].keys() - tables()[year].keys():
            assert any(row["to"] for row in leaving().get((year, code), [])), (year, code)


def test_every_code_that_begins_has_a_row() -> None:
    reached = {(int(row["year"]), row["to"]) for row in changes()}
    for year in range(FIRST_YEAR + 1, THIS_YEAR + 1):
        for code in tables()[year].keys() - tables()[year - 1].keys():
            first_coded_district = year == 1983 and tables()[year][code].endswith("区")
            assert (year, code) in reached or first_coded_district, (year, code)


def test_every_new_name_of_a_code_has_a_row() -> None:
    for year in range(FIRST_YEAR + 1, THIS_YEAR + 1):
        for code, name in tables()[year].items():
            if tables()[year - 1].get(code, name) != name:
                assert (year, code) in leaving(), (year, code, name)


def test_following_the_successors_always_ends_today() -> None:
    for row in read("periods.tsv"):
        found = successors(row["code"], int(row["last"] or THIS_YEAR))
        assert found
        assert found <= tables()[THIS_YEAR].keys()


def test_a_change_in_place_leads_there_and_back() -> None:
    makers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in changes():
        if row["share"] in {"whole", "main"} and level(row["from"]) == level(row["to"]):
            makers[row["year"], row["to"]].add(row["from"])
    for row in changes():
        if row["kind"] in ONE_TO_ONE and row["share"] == "whole" and level(row["from"]) == level(row["to"]):
            assert makers[row["year"], row["to"]] == {row["from"]}, row


def test_an_ended_code_goes_whole_to_one_or_mainly_to_some() -> None:
    for (year, code), rows in leaving().items():
        if code in tables()[year]:
            continue
        shares = Counter(row["share"] for row in rows)
        levels = {level(row["to"]) for row in rows}
        assert shares["main"] or shares["whole"] == len(levels), rows


#: Counties directly under a province whose code does not say so (省直辖).
DIRECT = {"340901", "422921", "442229", "632421"}


def test_every_child_has_a_parent() -> None:
    for year, table in tables().items():
        for code in table:
            assert code[:2] + "0000" in table, (year, code)
            direct = code[2:4] == "90" or code[:2] in {"11", "12", "31", "50"} or code in DIRECT
            assert direct or code[:4] + "00" in table, (year, code)


@pytest.mark.parametrize(
    ("year", "prefectures", "counties"),
    [
        (1995, 334, 2849), (1999, 331, 2858), (2000, 333, 2861), (2002, 332, 2860), (2005, 333, 2862),
        (2008, 333, 2859), (2010, 333, 2856), (2011, 332, 2853), (2012, 333, 2852), (2014, 333, 2854),
        (2015, 334, 2850), (2016, 334, 2851), (2018, 333, 2851), (2019, 333, 2846), (2020, 333, 2844),
        (2022, 333, 2843), (2023, 333, 2844), (2024, 333, 2846),
    ],
)  # fmt: skip
def test_counts_are_those_of_the_civil_affairs_ministry(year: int, prefectures: int, counties: int) -> None:
    table = tables()[year]
    count = Counter(level(code) for code, name in table.items() if "群岛" not in name)
    assert (count["prefecture"], count["county"]) == (prefectures, counties)


def test_the_present_is_the_gazetteer() -> None:
    today = {row["code"]: row["name"] for row in read("divisions.tsv")}
    assert tables()[THIS_YEAR] == today


@pytest.mark.parametrize(
    ("code", "year", "today"),
    [
        ("310108", 2014, "310106"), ("330103", 2020, "330105"), ("420321", 2013, "420304"),
        ("431121", 2020, "431181"), ("420600", 2009, "420600"), ("310103", 2010, "310101"),
        ("120107", 2008, "120116"), ("120108", 2008, "120116"), ("120109", 2008, "120116"),
        ("320323", 2009, "320312"), ("110103", 2009, "110101"), ("110104", 2009, "110102"),
        ("310119", 2008, "310115"), ("320112", 2001, "320116"), ("320122", 2001, "320111"),
        ("430122", 2010, "430112"), ("371200", 2017, "370100"), ("371202", 2017, "370116"),
        ("341402", 2010, "340181"), ("652200", 2015, "650500"), ("652100", 2014, "650400"),
        ("220381", 2019, "220184"), ("320683", 2008, "320612"), ("510200", 1996, "500000"),
        ("512200", 1991, "500000"), ("512301", 1994, "500102"), ("513523", 1996, "500114"),
        ("442100", 1987, "460000"), ("500105", 2024, "500157"), ("330110", 2020, "330110"),
        ("329003", 1989, "320581"), ("320520", 1985, "320581"), ("430204", 1996, "430203"),
    ],
)  # fmt: skip
def test_well_known_places_arrive(code: str, year: int, today: str) -> None:
    assert successors(code, year) == {today}


@pytest.mark.parametrize(
    ("year", "code", "shares"),
    [
        (2021, "330104", {"330102": "main", "330114": "part"}),
        (2021, "330110", {"330113": "part"}),
        (2013, "330621", {"330603": "main", "330602": "part"}),
        (2019, "330327", {"330383": "part"}),
        (2011, "341400", {"340100": "main", "340200": "part", "340500": "part"}),
        (2002, "452200", {"451300": "main", "450200": "main"}),
        (2025, "500112", {"500157": "main", "500109": "part"}),
    ],
)
def test_divided_places_name_every_receiver(year: int, code: str, shares: dict[str, str]) -> None:
    assert {row["to"]: row["share"] for row in leaving()[year, code]} == shares


def test_a_document_stands_beside_its_change() -> None:
    (row,) = [row for row in leaving()[2011, "341402"] if row["to"] == "340181"]
    assert (row["document"], row["date"]) == ("国函〔2011〕84号", "2011-07-14")
    for row in changes():
        assert not row["date"] or row["date"][:4] == row["year"], row
