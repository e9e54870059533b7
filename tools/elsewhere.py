"""Builds ``elsewhere.tsv``: names of places outside the tables that look like misspelt divisions.

宜兰县 is in Taiwan and sounds like 依兰县; a name of this list is never taken for a slip.
"""

from __future__ import annotations

from tools.fetch import Source
from tools.tables import read_curated, render


def build(sources: dict[str, Source]) -> dict[str, bytes]:  # noqa: ARG001 - hand-kept alone
    """The table, by file name."""
    rows = [(row["name"], row["where"]) for row in read_curated("elsewhere.tsv")]
    return {"elsewhere.tsv": render(("name", "where"), sorted(rows))}
