"""Builds ``namesakes.tsv``: names of divisions of today that a former division elsewhere had too.

江北区 is in 宁波 today and was in 重庆 until 2025. The text 江北区 means the present
one, and says so; this small table tells when there is something to say, so that the
history tables stay unread for all other names.
"""

from __future__ import annotations

from collections.abc import Iterator

from coedu_zones.gazetteer import Gazetteer, Row
from coedu_zones.lineage import PART, Change, History, Period
from tools import gazetteer, history
from tools.fetch import Source
from tools.tables import render


def build(sources: dict[str, Source]) -> dict[str, bytes]:
    """The table, by file name."""
    present = Gazetteer(
        [Row(*cells) for cells in _records(gazetteer.build(sources)["divisions.tsv"])], (), "being built"
    )
    tables = history.build(sources)
    book = History(
        [Period(code, name, int(first), int(last) if last else None)
         for code, name, first, last in _records(tables["periods.tsv"])],
        [Change(int(cells[0]), *cells[1:]) for cells in _records(tables["changes.tsv"])],
        present,
    )  # fmt: skip
    return {"namesakes.tsv": render(("name", "former"), sorted(namesakes(present, book).items()))}


def namesakes(present: Gazetteer, book: History) -> dict[str, str]:
    """Name of a present division → keys of the former ones that had it and lie outside it today."""
    codes: dict[str, set[str]] = {}
    for row in present.rows.values():
        codes.setdefault(row.name, set()).add(row.code)
    found: dict[str, list[str]] = {}
    for period in book.former():
        here = codes.get(period.name)
        heirs = [fate.code for fate in book.today(period) if fate.share != PART]
        if here and not all(any(present.is_within(heir, code) for code in here) for heir in heirs):
            found.setdefault(period.name, []).append(period.key)
    return {name: " ".join(keys) for name, keys in found.items()}


def _records(body: bytes) -> Iterator[list[str]]:
    for line in body.decode("utf-8").split("\n")[1:-1]:
        yield line.split("\t")
