"""The built table of township readings, and the rules that decide it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from coedu_zones.gazetteer.townships import Townships
from tools.check_township_readings import is_reading, romanised
from tools.name_parts import fixed_words
from tools.readings import Reader, ReadingError
from tools.tables import read_curated
from tools.township_readings import Rule, StemReading, TownshipReadings, counts, curated_rules, table

DATA: Final = Path(__file__).parents[2] / "src" / "coedu_zones" / "data"
#: Two readers that differ on 圩 and 堡 and agree on all else.
SOUTH: Final = Reader({}, {"大": ["dà"], "圩": ["xū"], "堡": ["bǎo"], "十": ["shí"], "里": ["lǐ"], "长": ["cháng"]})
NORTH: Final = Reader({}, {**SOUTH.characters, "圩": ["wéi"], "堡": ["bǔ"]})


def rule(word: str, pinyin: str, *places: str, decides: bool = True) -> Rule:
    return Rule(word, places, tuple(pinyin.split("-")), decides)


def with_town(reader: Reader) -> Reader:
    return Reader({}, {**reader.characters, "镇": ["zhèn"], "一": ["yī"]})


def townships(*rules: Rule, divisions: dict[str, tuple[str, tuple[str, ...]]] | None = None) -> TownshipReadings:
    by_word = {r.word: tuple(other for other in rules if other.word == r.word) for r in rules}
    return TownshipReadings((with_town(SOUTH), with_town(NORTH)), divisions or {}, by_word)


class TestRules:
    def test_a_difference_that_nothing_decides_is_an_error_that_names_the_township(self) -> None:
        with pytest.raises(ReadingError, match="450124 大圩镇: dà xū or dà wéi"):
            townships(rule("堡", "bǎo")).of("450124", "大圩镇")

    def test_the_narrower_place_decides(self) -> None:
        readings = townships(rule("圩", "xū"), rule("圩", "wéi", "34", "32"), rule("圩", "yú", "3401"))
        assert [readings.of(county, "大圩镇").syllables[1] for county in ("450124", "341124", "340124")] == [
            "xū", "wéi", "yú",
        ]  # fmt: skip

    def test_the_longer_word_decides(self) -> None:
        readings = townships(rule("堡", "bǔ"), rule("里堡", "lǐ-pù"))
        assert readings.of("110105", "十里堡镇").syllables == ("shí", "lǐ", "pù")
        assert readings.of("110105", "大堡镇").syllables == ("dà", "bǔ")

    def test_the_division_above_decides_before_all_rules(self) -> None:
        readings = townships(rule("圩", "xū"), divisions={"340124": ("大圩", ("dà", "wéi"))})
        assert readings.of("340124", "大圩镇") == StemReading(("dà", "wéi"), "division", readers_differ=True)
        assert readings.of("340123", "大圩镇").decided_by == "rule"

    def test_a_row_that_decides_nothing_leaves_the_name_undecided_though_the_readers_agree(self) -> None:
        found = townships(rule("大", "dà", decides=False)).of("110105", "大里镇")
        assert found == StemReading(("dà", "lǐ"), "undecided", readers_differ=False)

    def test_a_row_that_says_what_both_readers_say_is_not_counted(self) -> None:
        assert townships(rule("大", "dà")).of("110105", "大里镇").decided_by == "readers"

    def test_rows_that_no_name_needs_are_told(self) -> None:
        readings = townships(rule("圩", "xū"), rule("堡", "pù", "21"))
        readings.of("450124", "大圩镇")
        assert readings.unused() == ["堡 21"]

    def test_every_row_has_its_place_and_its_reason(self) -> None:
        assert all(row["reason"] for row in read_curated("township_readings.tsv"))
        assert all(place.isdigit() for listed in curated_rules().values() for r in listed for place in r.places)


class TestTable:
    def test_a_stem_stands_in_it_only_where_its_characters_do_not_tell(self) -> None:
        read = {
            ("110101", "大里镇"): StemReading(("dà", "lǐ"), "readers", readers_differ=False),
            ("110102", "大堡镇"): StemReading(("dà", "pù"), "rule", readers_differ=True),
            ("450101", "里堡镇"): StemReading(("lǐ", "bǎo"), "rule", readers_differ=True),
            ("450102", "里堡镇"): StemReading(("lǐ", "bǎo"), "rule", readers_differ=True),
            ("610101", "里堡镇"): StemReading(("lǐ", "bǔ"), "rule", readers_differ=True),
        }
        assert table(read).decode().split("\n")[1:-1] == [
            "character\t堡\t\tbǎo",
            "character\t大\t\tdà",
            "character\t里\t\tlǐ",
            "stem\t大堡\t\tdà-pù",
            "stem\t里堡\t610101\tlǐ-bǔ",
        ]

    def test_it_weighs_no_more_than_60_kb(self) -> None:
        assert (DATA / "township_readings.tsv").stat().st_size <= 60_000

    def test_every_name_of_today_is_counted_once(self) -> None:
        lines = (DATA / "township_reading_counts.tsv").read_text("utf-8").split("\n")[1:-1]
        found = {way: int(present) for way, present, _ in (line.split("\t") for line in lines)}
        differ = found.pop("readers differ")
        units = Townships.current()
        assert sum(found.values()) == sum(u.last_year is None for h in units.holders for u in units.of_county(h))
        assert 0 < found["undecided"] < differ < found["readers"]

    def test_counts_keep_today_and_the_past_apart(self) -> None:
        read = {
            ("110101", "大里镇"): StemReading(("dà", "lǐ"), "readers", readers_differ=False),
            ("110102", "大堡镇"): StemReading(("dà", "pù"), "rule", readers_differ=True),
        }
        lines = counts(read, {("110101", "大里镇")}).decode().split("\n")
        assert lines[1] == "readers\t1\t0"
        assert lines[4:7] == ["rule\t0\t1", "undecided\t0\t0", "readers differ\t0\t1"]


def test_peoples_are_read_as_in_the_names_of_divisions() -> None:
    ours = {row["word"]: row["pinyin"] for row in read_curated("township_words.tsv") if row["kind"] == "people"}
    for word, pinyin in fixed_words("people").items():
        assert ours[word.removesuffix("族")] == pinyin.removesuffix("-zú"), word


class TestComparison:
    """The comparison with the romanised names of GeoNames."""

    def test_a_place_is_a_township_when_its_province_has_one_of_each(self) -> None:
        present = {"110101001": "大里镇", "110102001": "双名镇", "110103001": "双名镇", "120101001": "大里镇"}
        present |= {"110104001": "甲镇", "120104001": "乙镇"}
        places = {
            "甲镇": [("22", "Jia")],
            "乙镇": [("28", "Yi")],
            "大里镇": [("22", "Dali"), ("28", "Dali Zhen"), ("28", "Talizhen")],
            "双名镇": [("22", "Shuangming")],
        }
        assert romanised(places, present) == {"110104001": "Jia", "120104001": "Yi", "110101001": "Dali"}

    def test_a_latin_name_is_compared_only_when_the_characters_may_be_read_so(self) -> None:
        readers = (with_town(SOUTH), with_town(NORTH))
        assert [is_reading(latin, "大堡", readers) for latin in ("Dabao", "Dabu", "Da Pu", "Tapao")] == [
            True, True, False, False,
        ]  # fmt: skip
