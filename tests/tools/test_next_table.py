"""What a new table needs is drafted from the names and codes alone."""

from __future__ import annotations

import doctest

import pytest

from tools import division_changes, next_table, township_lists
from tools.next_table import division_drafts, held_already, township_drafts, without_known
from tools.tables import read_curated


@pytest.mark.parametrize("module", [division_changes, next_table, township_lists])
def test_examples(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted
    assert result.failed == 0


@pytest.mark.parametrize(
    ("before", "after", "draft"),
    [
        ({"431121": "祁阳县"}, {"431181": "祁阳市"}, ("upgrade", "431121", "祁阳县", "431181", "祁阳市")),
        ({"360704": "赣县"}, {"360704": "赣县区"}, ("rename", "360704", "赣县", "360704", "赣县区")),
        ({"330103": "下城区"}, {}, ("merge", "330103", "下城区", "", "")),
        ({}, {"653132": "岑岭县"}, ("creation", "", "", "653132", "岑岭县")),
        ({"110101": "东城区"}, {"110101": "东城区"}, None),
        ({"330103": "下城区"}, {"340103": "下城区"}, ("merge", "330103", "下城区", "", "")),  # another province
    ],
)
def test_drafts_of_divisions(before: dict[str, str], after: dict[str, str], draft: tuple[str, ...] | None) -> None:
    assert [draft] * (draft is not None) == list(division_drafts(before, after))[:1]


def test_drafts_that_the_table_has_are_left_out() -> None:
    row = next(row for row in read_curated("township_changes.tsv") if row["action"] == "end" and row["to"])
    before, after = {row["code"]: row["name"]}, {row["to"][:9]: row["to"][9:]}
    drafts = list(township_drafts(before, after))
    assert drafts
    assert list(without_known(drafts, {row["code"][:6], row["to"][:6]})) == []
    other = [("add", row["code"][:6] + "998", "某某街道", "")]
    assert list(without_known(other, {row["code"][:6]})) == other
    assert list(without_known(other, set())) == []


def test_rows_that_the_base_holds_are_named() -> None:
    rows = [row for row in read_curated("township_changes.tsv") if row["action"] == "end"]
    base = {row["code"]: row["name"] for row in rows}
    assert not [row for row in held_already(base) if row["action"] == "end"]
    del base[rows[0]["code"]]
    assert rows[0] in held_already(base)
