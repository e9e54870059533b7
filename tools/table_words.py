"""Builds ``table_words.tsv``: the words by which rows of sums and closing lines of a table, and lists in the page of a notice
are known, hand-kept.
"""

from __future__ import annotations

from tools.fetch import Source
from tools.tables import read_curated, render

COLUMNS = ("word", "kind")
_KINDS = frozenset({"total", "closing", "title", "number head", "choosing"})


def build(sources: dict[str, Source]) -> dict[str, bytes]:  # noqa: ARG001 - every builder has this shape
    """The table of words, by file name."""
    rows = [(row["word"], row["kind"]) for row in read_curated("table_words.tsv")]
    unknown = {kind for _, kind in rows} - _KINDS
    if unknown or len({word for word, _ in rows}) < len(rows):
        raise ValueError(f"table_words.tsv: a word stands twice, or a kind is unknown: {unknown}")
    return {"table_words.tsv": render(COLUMNS, rows)}
