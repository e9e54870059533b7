"""The tables of readings and look-alikes, as they are shipped."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2] / "src" / "coedu_zones" / "data"
HAN = re.compile(r"[\u3007\u3400-\u9fff\U00020000-\U000323af]")
TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}


@cache
def table(name: str) -> list[dict[str, str]]:
    head, *lines = (DATA / name).read_text("utf-8").splitlines()
    columns = head.split("\t")
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines]


@cache
def readings() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for column in ("first", "second", "later"):
        for row in table("characters.tsv"):
            for character in row[column]:
                found.setdefault(character, []).append(row["reading"])
    return found


@cache
def look_alikes() -> dict[str, dict[str, str]]:
    return {
        row["character"]: dict.fromkeys(row["near"], "near") | dict.fromkeys(row["alike"], "alike")
        for row in table("look_alikes.tsv")
    }


@cache
def in_names() -> set[str]:
    return {c for name in ("divisions.tsv", "periods.tsv") for row in table(name) for c in HAN.findall(row["name"])}


def numbered(syllable: str) -> str:
    letters = unicodedata.normalize("NFD", syllable)
    tone = next((TONES[c] for c in letters if c in TONES), "5")
    return unicodedata.normalize("NFC", "".join(c for c in letters if c not in TONES)) + tone


def found_alike(one: str, other: str) -> str | None:
    return look_alikes().get(one, {}).get(other) or look_alikes().get(other, {}).get(one)


class TestReadings:
    def test_every_line_is_a_regular_syllable_with_a_tone(self) -> None:
        for row in table("characters.tsv"):
            assert re.fullmatch(r"[a-zü]*[aeiouü][a-zü]*[1-5]", row["reading"])
            assert row["first"] + row["second"] + row["later"]

    def test_lines_and_cells_are_sorted_and_say_nothing_twice(self) -> None:
        listed = [row["reading"] for row in table("characters.tsv")]
        assert listed == sorted(set(listed))
        for row in table("characters.tsv"):
            for column in ("first", "second", "later"):
                assert row[column] == "".join(sorted(set(row[column])))
        assert all(len(found) == len(set(found)) for found in readings().values())

    def test_a_second_reading_stands_behind_a_first(self) -> None:
        first = {c for row in table("characters.tsv") for c in row["first"]}
        second = {c for row in table("characters.tsv") for c in row["second"]}
        later = {c for row in table("characters.tsv") for c in row["later"]}
        assert later <= second <= first

    def test_has_gb2312_and_every_character_of_a_name(self) -> None:
        cells = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
        common = {cell.decode("gb2312", "ignore") for cell in cells} - {"", "嗯"}  # no regular syllable
        assert common | in_names() == readings().keys()

    def test_every_division_is_read_by_readings_of_its_characters(self) -> None:
        for row in table("divisions.tsv"):
            syllables = row["pinyin"].replace("-", " ").split()
            for character, syllable in zip(row["name"], syllables, strict=True):
                assert numbered(syllable) in readings()[character], row["name"]

    @pytest.mark.parametrize(
        ("character", "expected"),
        [
            ("区", ["qu1"]),
            ("漯", ["luo4"]),
            ("亳", ["bo2"]),
            ("鄄", ["juan4"]),
            ("蔚", ["wei4", "yu4"]),
            ("曲", ["qu1"]),
            ("绿", ["lü4"]),
            ("子", ["zi3"]),
        ],
    )
    def test_readings_stand_most_usual_first(self, character: str, expected: list[str]) -> None:
        assert readings()[character] == expected


class TestLookAlikes:
    def test_keys_are_characters_of_names_and_values_are_common_characters(self) -> None:
        assert look_alikes().keys() <= in_names()
        common = readings().keys() | {"嗯"}
        assert all(found.keys() <= common for found in look_alikes().values())

    def test_lines_are_sorted_and_say_nothing_twice(self) -> None:
        keys = [row["character"] for row in table("look_alikes.tsv")]
        assert keys == sorted(set(keys))
        for row in table("look_alikes.tsv"):
            others = row["near"] + row["alike"]
            assert others
            assert len(others) == len(set(others))
            assert row["character"] not in others

    def test_pairs_of_two_characters_of_names_stand_on_both_lines(self) -> None:
        for one, found in look_alikes().items():
            for other, kind in found.items():
                if other in in_names():
                    assert look_alikes()[other][one] == kind

    @pytest.mark.parametrize(
        "pair", "未末 沪泸 冶治 侯候 鸟乌 千干 于干 氏氐 亳毫 溧漂 睢雎 颍颖 沭沐 茌荏 栗粟".split()
    )
    def test_near(self, pair: str) -> None:
        assert found_alike(*pair) == "near"

    @pytest.mark.parametrize(
        "pair",
        "歙翕 渝俞 渝榆 渝逾 驱区 土士 日曰 鄄甄 滦栾 漯累 荥荣 郫卑 郴彬 郧员 田由 田甲 兖衮 棣隶".split(),
    )
    def test_alike(self, pair: str) -> None:
        assert found_alike(*pair) == "alike"

    @pytest.mark.parametrize(
        "pair", "河江 湖海 苏药 阳邓 城镇 州县 石古 贝账 蚌虹 北南 东西 山水 门闽 新旧 林木".split()
    )
    def test_not_alike(self, pair: str) -> None:
        assert found_alike(*pair) is None
